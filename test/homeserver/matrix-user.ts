import { randomBytes } from "node:crypto";
import { asRoomId, asUserId, type RoomId, type UserId } from "../../src/core/ids.ts";
import { type Library, loadLibrary } from "../../src/matrix/load-library.ts";

/** Where a real Synapse with open registration and without rate limits listens; `npm test` starts one. */
export const synapseUrl = process.env.SYNAPSE_URL ?? "";
/** For describe(): why tests of the homeserver are left out, if they are. */
export const withoutSynapse: string | false = synapseUrl === "" && "SYNAPSE_URL is not set";

export interface MatrixUser {
  readonly id: UserId;
  readonly password: string;
}

/** Registers a fresh user. */
export async function createUser(url: string, name = "user"): Promise<MatrixUser> {
  const username = `${name}-${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("base64url");
  const body = { username, password, inhibit_login: true, auth: { type: "m.login.dummy" } };
  const answer = await request(url, "POST", "/register", body);
  return { id: asUserId(String(answer.user_id)), password };
}

/** Accounts of these names, in their order. */
export async function createUsers<Names extends readonly string[]>(
  url: string,
  ...names: Names
): Promise<{ readonly [Place in keyof Names]: MatrixUser }> {
  // As many as there are names.
  return (await Promise.all(names.map((name) => createUser(url, name)))) as { [Place in keyof Names]: MatrixUser };
}

/** One request to the client-server API; throws with status and body when it is refused. */
export async function request(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/_matrix/client/v3${path}`, {
    method,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** A new login with the account's password. */
export async function logIn(url: string, { id, password }: MatrixUser): Promise<PlainLogin> {
  const identifier = { type: "m.id.user", user: id };
  const login = await request(url, "POST", "/login", { type: "m.login.password", identifier, password });
  return { access_token: String(login.access_token), device_id: String(login.device_id) };
}

type Client = ReturnType<Library["sdk"]["createClient"]>;

export interface PlainClient extends AsyncDisposable {
  readonly client: Client;
  readonly library: Library;
  readonly userId: UserId;
  readonly token: string;
  masterKey(): Promise<string>;
  /** Makes an encrypted room with these guests. */
  createRoom(guests: readonly UserId[], encryption?: object | null): Promise<RoomId>;
  send(room: RoomId, type: string, content: object): Promise<string>;
  /** What the client decrypted, by type. */
  received(room: RoomId, type: string): readonly { id: string; content: Record<string, unknown> }[];
}

/** A login that was made elsewhere. */
export interface PlainLogin {
  readonly access_token: string;
  readonly device_id: string;
}

/** An independent Matrix client of another user: the library as anybody uses it, its keys in memory. */
export async function openPlainClient(
  url: string,
  user: MatrixUser,
  options: { readonly sign?: boolean; readonly login?: PlainLogin } = {},
): Promise<PlainClient> {
  const library = await loadLibrary(() => undefined);
  const login = options.login ?? (await logIn(url, user));
  const token = login.access_token;
  const client = library.sdk.createClient({
    baseUrl: url,
    userId: user.id,
    deviceId: login.device_id,
    accessToken: token,
    logger: library.logger,
    enableEncryptedStateEvents: true,
  });
  await client.initRustCrypto({ useIndexedDB: false });
  const crypto = client.getCrypto();
  if (crypto === undefined) throw new Error("no crypto");
  if (options.sign !== false) await sign(client, user);
  const synced = new Promise<void>((done) => {
    const look = (state: string): void => {
      if (state !== "SYNCING") return;
      client.off(library.sdk.ClientEvent.Sync, look);
      done();
    };
    client.on(library.sdk.ClientEvent.Sync, look);
  });
  await client.startClient({ initialSyncLimit: 20, disablePresence: true });
  await synced;
  return {
    client,
    library,
    userId: user.id,
    token,
    masterKey: async () =>
      Object.values((await crypto.getUserCrossSigningKeys(user.id))?.master_key?.keys ?? {})[0] ?? "",
    async createRoom(guests, encryption = { algorithm: "m.megolm.v1.aes-sha2" }) {
      const initial = encryption === null ? [] : [{ type: "m.room.encryption", state_key: "", content: encryption }];
      const { room_id } = await client.createRoom({ invite: [...guests], initial_state: initial });
      return asRoomId(room_id);
    },
    async send(room, type, content) {
      // The library knows the types of its own events only.
      const { event_id } = await client.sendEvent(room, type as never, content as never);
      return event_id;
    },
    received: (room, type) =>
      (client.getRoom(room)?.getLiveTimeline().getEvents() ?? [])
        .filter((event) => event.getType() === type && event.getSender() !== user.id)
        .map((event) => ({ id: event.getId() ?? "", content: event.getContent() })),
    async [Symbol.asyncDispose]() {
      client.stopClient();
    },
  };
}

/** What whoever has the account's password can do: another login that gives the account a new identity. */
export async function openReplacingClient(url: string, user: MatrixUser): Promise<PlainClient> {
  const login = await logIn(url, user);
  const path = `/user/${encodeURIComponent(user.id)}/account_data/m.secret_storage.default_key`;
  await request(url, "PUT", path, {}, login.access_token);
  return await openPlainClient(url, user);
}

async function sign(client: Client, user: MatrixUser): Promise<void> {
  await client.getCrypto()?.bootstrapCrossSigning({
    setupNewCrossSigning: true,
    authUploadDeviceSigningKeys: async (upload) => {
      try {
        await upload(null);
      } catch (error) {
        const { session } = (error as { data: { session: string } }).data;
        const identifier = { type: "m.id.user", user: user.id };
        await upload({ type: "m.login.password", identifier, password: user.password, session });
      }
    },
  });
}
