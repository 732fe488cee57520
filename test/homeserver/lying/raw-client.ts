import type { UserId } from "../../../src/core/ids.ts";
import { type MatrixUser, request } from "../matrix-user.ts";
import { type Content, type RoomPart, type SyncBody, stateAfter, type ToDevice, type WireEvent } from "./wire.ts";

export interface RawSync {
  readonly body: SyncBody;
  part(room: string): RoomPart;
  timeline(room: string): readonly WireEvent[];
  /** `state` and MSC4222's. */
  state(room: string): readonly WireEvent[];
  toDevice(): readonly ToDevice[];
}

/** A login that sees the homeserver's answers as they come over the wire: no library, no encryption. */
export interface RawClient {
  readonly userId: UserId;
  readonly deviceId: string;
  /** Token of the newest /sync. */
  readonly since: string;
  ask(path: string, options?: { readonly url?: string; readonly signal?: AbortSignal }): Promise<Response>;
  get(path: string): Promise<Content>;
  post(path: string, body: object): Promise<Content>;
  createRoom(guests: readonly string[]): Promise<string>;
  join(room: string): Promise<void>;
  say(room: string, body: string, txn?: string): Promise<string>;
  setState(room: string, type: string, content: object): Promise<void>;
  sendToDevice(
    to: { readonly userId: string; readonly deviceId: string },
    type: string,
    content: object,
  ): Promise<void>;
  /** One /sync from where the last one ended; `whole` asks for all state. */
  sync(options?: { readonly timeoutMs?: number; readonly whole?: boolean }): Promise<RawSync>;
  /** Syncs until an answer has timeline events of that room, and returns that. */
  syncUntil(room: string): Promise<RawSync>;
  /** Syncs until there is nothing new. */
  catchUp(): Promise<void>;
}

export async function openRawClient(url: string, user: MatrixUser): Promise<RawClient> {
  const identifier = { type: "m.id.user", user: user.id };
  const login = await request(url, "POST", "/login", { type: "m.login.password", identifier, password: user.password });
  const token = String(login.access_token);
  const deviceId = String(login.device_id);
  let since = "";
  const call = (method: string, path: string, body?: object) => request(url, method, path, body, token);
  const client: RawClient = {
    userId: user.id,
    deviceId,
    get since() {
      return since;
    },
    ask: (path, { url: base = url, signal } = {}) =>
      fetch(`${base}/_matrix/client/v3${path}`, {
        headers: { authorization: `Bearer ${token}` },
        ...(signal !== undefined && { signal }),
      }),
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    createRoom: async (guests) => String((await call("POST", "/createRoom", { invite: guests })).room_id),
    join: async (room) => void (await call("POST", `/join/${encodeURIComponent(room)}`, {})),
    async say(room, body, txn = crypto.randomUUID()) {
      const path = `/rooms/${encodeURIComponent(room)}/send/m.room.message/${txn}`;
      return String((await call("PUT", path, { msgtype: "m.text", body })).event_id);
    },
    setState: async (room, type, content) =>
      void (await call("PUT", `/rooms/${encodeURIComponent(room)}/state/${type}`, content)),
    async sendToDevice(to, type, content) {
      const messages = { [to.userId]: { [to.deviceId]: content } };
      await call("PUT", `/sendToDevice/${type}/${crypto.randomUUID()}`, { messages });
    },
    async sync({ timeoutMs = 0, whole = false } = {}) {
      const query = new URLSearchParams({ timeout: String(timeoutMs), full_state: String(whole) });
      if (since !== "") query.set("since", since);
      const body = (await call("GET", `/sync?${query}`)) as unknown as SyncBody;
      since = body.next_batch;
      return readSync(body);
    },
    async syncUntil(room) {
      for (;;) {
        const sync = await client.sync({ timeoutMs: 1_000 });
        if (sync.timeline(room).length > 0) return sync;
      }
    },
    async catchUp() {
      let before: string;
      do {
        before = since;
        await client.sync();
      } while (since !== before);
    },
  };
  return client;
}

function readSync(body: SyncBody): RawSync {
  const part = (room: string): RoomPart => body.rooms?.join?.[room] ?? {};
  return {
    body,
    part,
    timeline: (room) => part(room).timeline?.events ?? [],
    state: (room) => part(room)[stateAfter]?.events ?? part(room).state?.events ?? [],
    toDevice: () => body.to_device?.events ?? [],
  };
}
