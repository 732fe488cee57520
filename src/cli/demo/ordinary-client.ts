import type { MatrixClient } from "matrix-js-sdk";
import type { RoomId, UserId } from "../../core/ids.ts";
import { type Library, loadLibrary } from "../../matrix/load-library.ts";
import { openVault, ownIdentity, type RecoveryVault } from "../../matrix/own-identity.ts";
import type { Login } from "./make-login.ts";

/** A client as anybody has one: it sends to whoever is in the room and asks nobody who signed what. */
export interface OrdinaryClient extends AsyncDisposable {
  readonly userId: UserId;
  /** Encrypts where the room is encrypted. Resolves to the event id. */
  send(room: RoomId, type: string, content: object): Promise<string>;
  invite(room: RoomId, user: UserId): Promise<void>;
  join(room: RoomId): Promise<void>;
  /** What another user said in clear: the bodies, oldest first. */
  clearMessages(room: RoomId, sender: UserId): readonly string[];
}

/** Follows its rooms with keys in memory. This device is signed by nobody. */
export async function openOrdinaryClient(url: string, login: Login): Promise<OrdinaryClient> {
  const library = await loadLibrary(() => undefined);
  const client = await openClient(url, login, library, openVault(library, undefined));
  return {
    userId: login.userId,
    async send(room, type, content) {
      // The library knows the types of its own events only.
      const { event_id } = await client.sendEvent(room, type as never, content as never);
      return event_id;
    },
    invite: async (room, user) => void (await client.invite(room, user)),
    join: async (room) => void (await client.joinRoom(room)),
    clearMessages: (room, sender) =>
      (client.getRoom(room)?.getLiveTimeline().getEvents() ?? [])
        .filter((event) => event.getSender() === sender && event.getWireType() === "m.room.message")
        .map((event) => String(event.getWireContent().body)),
    [Symbol.asyncDispose]: async () => client.stopClient(),
  };
}

export interface MadeIdentity {
  /** Unpadded base64; belongs under `operators` in the agent's configuration. */
  readonly masterKey: string;
  /** Opens the identity in any Matrix client. */
  readonly recoveryKey: string;
}

/** Gives a fresh account its cross-signing identity, as a person's first client does, and logs that client out. */
export async function makeIdentity(url: string, login: Login, password: string): Promise<MadeIdentity> {
  const library = await loadLibrary(() => undefined);
  const vault = openVault(library, undefined);
  const client = await openClient(url, login, library, vault);
  const crypto = client.getCrypto();
  let recoveryKey = "";
  try {
    if (crypto === undefined) throw new Error("the Matrix library has no encryption");
    const identity = await ownIdentity({
      client,
      crypto,
      vault,
      mayCreate: true,
      readPassword: () => password,
      saveRecoveryKey: (text) => {
        recoveryKey = text;
      },
    });
    if (identity.kind !== "signed") throw new Error(`${login.userId} has no identity: ${identity.detail}`);
    return { masterKey: identity.masterKey, recoveryKey };
  } finally {
    client.stopClient();
    await client.logout(false);
  }
}

async function openClient(url: string, login: Login, library: Library, vault: RecoveryVault): Promise<MatrixClient> {
  const client = library.sdk.createClient({
    baseUrl: url,
    ...login,
    logger: library.logger,
    cryptoCallbacks: vault.callbacks,
    enableEncryptedStateEvents: true,
  });
  await client.initRustCrypto({ useIndexedDB: false });
  const synced = new Promise<void>((done) => {
    const look = (state: string): void => {
      if (state !== "SYNCING" && state !== "PREPARED") return;
      client.off(library.sdk.ClientEvent.Sync, look);
      done();
    };
    client.on(library.sdk.ClientEvent.Sync, look);
  });
  await client.startClient({ initialSyncLimit: 20, disablePresence: true });
  await synced;
  return client;
}
