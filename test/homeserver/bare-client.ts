import * as wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import { asRoomId, type RoomId, type UserId } from "../../src/core/ids.ts";
import { isVerificationEvent } from "../../src/core/verification-events.ts";
import { until } from "../fakes/until.ts";
import { type BareEvent, BareRooms } from "./bare-rooms.ts";
import { logIn, type MatrixUser, request } from "./matrix-user.ts";

/** A client that is not built on matrix-js-sdk: plain HTTP, and the crypto machine of matrix-rust-sdk. */
export interface BareClient extends AsyncDisposable {
  readonly userId: UserId;
  readonly token: string;
  readonly machine: wasm.OlmMachine;
  masterKey(): Promise<string>;
  join(room: RoomId): Promise<void>;
  /** Encrypts for everybody in the room; returns the event's id. */
  send(room: RoomId, type: string, content: object): Promise<string>;
  /** What others sent and it could read, by type. */
  received(room: RoomId, type: string): readonly { id: string; content: Record<string, unknown> }[];
  /** Sends what the crypto machine wants to be sent. */
  deliver(asked: Outgoing | undefined): Promise<void>;
}

export type Outgoing = Pick<wasm.ToDeviceRequest | wasm.RoomMessageRequest, "body" | "event_type" | "txn_id"> & {
  readonly id?: string | undefined;
  readonly type: wasm.RequestType;
  readonly room_id?: string;
};

export async function openBareClient(url: string, user: MatrixUser): Promise<BareClient> {
  await wasm.initAsync();
  const login = await logIn(url, user);
  const token = login.access_token;
  const machine = await wasm.OlmMachine.initialize(new wasm.UserId(user.id), new wasm.DeviceId(login.device_id));
  const call = (method: string, path: string, body?: object) => request(url, method, path, body, token);
  const rooms = new BareRooms(user.id);
  // The machine must not be asked for two things at once.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };

  const post = async (type: wasm.RequestType, body: string): Promise<object> => {
    const paths = new Map([
      [wasm.RequestType.KeysUpload, "/keys/upload"],
      [wasm.RequestType.KeysQuery, "/keys/query"],
      [wasm.RequestType.KeysClaim, "/keys/claim"],
      [wasm.RequestType.SignatureUpload, "/keys/signatures/upload"],
    ]);
    return await call("POST", paths.get(type) ?? "/unknown", JSON.parse(body) as object);
  };
  const seal = async (room: string, type: string, content: object): Promise<string> => {
    const readers = rooms.members(room);
    await machine.updateTrackedUsers(readers.map((reader) => new wasm.UserId(reader)));
    await deliverAll();
    const claim = await machine.getMissingSessions(readers.map((reader) => new wasm.UserId(reader)));
    if (claim) await deliverOne(claim as unknown as Outgoing);
    const ids = readers.map((reader) => new wasm.UserId(reader));
    const shares = await machine.shareRoomKey(new wasm.RoomId(room), ids, new wasm.EncryptionSettings());
    for (const share of shares) await deliverOne(share as unknown as Outgoing);
    const sealed = await machine.encryptRoomEvent(new wasm.RoomId(room), type, JSON.stringify(content));
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.encrypted/${crypto.randomUUID()}`;
    return String((await call("PUT", path, JSON.parse(sealed) as object)).event_id);
  };
  const deliverOne = async ({ id, type, body, event_type: event, txn_id: txn, room_id: room }: Outgoing) => {
    const answer =
      type === wasm.RequestType.ToDevice
        ? await call("PUT", `/sendToDevice/${event}/${encodeURIComponent(txn)}`, JSON.parse(body) as object)
        : type === wasm.RequestType.RoomMessage && room !== undefined
          ? { event_id: await seal(room, event, JSON.parse(body) as object) }
          : await post(type, body);
    if (id !== undefined) await machine.markRequestAsSent(id, type, JSON.stringify(answer));
  };
  const deliverAll = async (): Promise<void> => {
    for (const one of await machine.outgoingRequests()) await deliverOne(one as unknown as Outgoing);
  };
  const open = async (room: string, event: BareEvent): Promise<BareEvent | undefined> => {
    if (event.type !== "m.room.encrypted") return event;
    const settings = new wasm.DecryptionSettings(wasm.TrustRequirement.Untrusted);
    try {
      const opened = await machine.decryptRoomEvent(JSON.stringify(event), new wasm.RoomId(room), settings);
      const { type, content } = JSON.parse(opened.event) as BareEvent;
      return { ...event, type, content };
    } catch {
      // Its key may come with a later answer.
      return undefined;
    }
  };
  const take = async (body: Awaited<ReturnType<typeof request>>): Promise<void> => {
    const { toDevice, changed, left, counts, unused } = rooms.take(body);
    const ids = (users: readonly string[]) => users.map((one) => new wasm.UserId(one));
    const lists = new wasm.DeviceLists(ids(changed), ids(left));
    await machine.receiveSyncChanges(JSON.stringify(toDevice), lists, counts, unused);
    await deliverAll();
    await rooms.open(async (room, event) => {
      const opened = await open(room, event);
      if (opened !== undefined && event.sender !== user.id && isVerificationEvent(opened.type, opened.content)) {
        await machine.receiveVerificationEvent(JSON.stringify({ ...opened, room_id: room }), new wasm.RoomId(room));
      }
      return opened;
    });
    await deliverAll();
  };

  await deliverAll();
  const { uploadKeysRequest, uploadSigningKeysRequest, uploadSignaturesRequest } =
    await machine.bootstrapCrossSigning(true);
  if (uploadKeysRequest) await deliverOne(uploadKeysRequest as unknown as Outgoing);
  const signing = JSON.parse(uploadSigningKeysRequest.body) as Readonly<Record<string, { keys?: object }>>;
  const identifier = { type: "m.id.user", user: user.id };
  const auth = { type: "m.login.password", identifier, password: user.password };
  await call("POST", "/keys/device_signing/upload", signing).catch(async (error: unknown) => {
    const session = /"session":"([^"]+)"/.exec(String(error))?.[1];
    await call("POST", "/keys/device_signing/upload", { ...signing, auth: { ...auth, session } });
  });
  await call("POST", "/keys/signatures/upload", JSON.parse(uploadSignaturesRequest.body) as object);

  const stop = new AbortController();
  let since = "";
  const sync = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const query = new URLSearchParams({ timeout: since === "" ? "0" : "5000", ...(since !== "" && { since }) });
      const answer = await fetch(`${url}/_matrix/client/v3/sync?${query}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: stop.signal,
      });
      const body = (await answer.json()) as Record<string, unknown>;
      await inTurn(() => take(body));
      since = String(body.next_batch);
    }
  };
  const syncing = sync().catch((error: unknown) => {
    if (!stop.signal.aborted) rooms.fail(error);
  });
  return {
    userId: user.id,
    token,
    machine,
    masterKey: async () => String(Object.values(signing.master_key?.keys ?? {})[0]),
    async join(room) {
      await until(`${user.id} is invited`, () => rooms.isInvited(room));
      await call("POST", `/join/${encodeURIComponent(room)}`, {});
      await until(`${user.id} has joined`, () => rooms.members(room).includes(user.id));
    },
    send: (room, type, content) => inTurn(() => seal(room, type, content)),
    received: (room, type) =>
      rooms
        .read(asRoomId(room))
        .filter((event) => event.type === type && event.sender !== user.id)
        .map(({ event_id: id, content }) => ({ id, content })),
    deliver: async (asked) => {
      if (asked !== undefined) await inTurn(() => deliverOne(asked));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await syncing;
      machine.close();
    },
  };
}
