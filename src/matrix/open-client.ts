import type { MatrixClient } from "matrix-js-sdk";
import { AgentFault } from "../core/agent-fault.ts";
import type { LinkSettings } from "./link-parts.ts";
import type { Library } from "./load-library.ts";
import type { RecoveryVault } from "./own-identity.ts";
import type { SignedIn } from "./sign-in.ts";
import { startCrypto } from "./start-crypto.ts";
import type { SyncInbox } from "./sync-inbox.ts";
import type { Turnstile } from "./turnstile.ts";

export interface OpenClientParts {
  readonly library: Library;
  readonly login: SignedIn;
  readonly inbox: SyncInbox;
  readonly vault: RecoveryVault;
}

const nothing = { not_types: ["*"] };

/** What the homeserver is asked to leave out of /sync (Matrix spec, filtering). */
const filter = {
  presence: nothing,
  room: {
    account_data: nothing,
    ephemeral: nothing,
    state: { lazy_load_members: false },
    timeline: { limit: 100, lazy_load_members: false },
  },
};

/** The library's client with its crypto on the durable store, strict about unsigned devices; not yet syncing. */
export async function openClient(settings: LinkSettings, parts: OpenClientParts): Promise<MatrixClient> {
  const { library, login, inbox, vault } = parts;
  const client = library.sdk.createClient({
    baseUrl: settings.homeserver,
    userId: login.userId,
    deviceId: login.deviceId,
    accessToken: login.accessToken,
    logger: library.logger,
    fetchFn: withoutKeyBackup(inbox.fetch),
    store: inbox.libraryStore(library),
    cryptoCallbacks: vault.callbacks,
    enableEncryptedStateEvents: true,
    disableVoip: true,
    timelineSupport: false,
    localTimeoutMs: 60_000,
  });
  await startCrypto(library.wasm);
  // The durable rows are sealed by the key store; a key for the library would make it rewrite all at each empty sync.
  await client.initRustCrypto({ cryptoDatabasePrefix: settings.keyStorePrefix });
  client.getCrypto()?.setDeviceIsolationMode(new library.cryptoApi.OnlySignedDevicesIsolationMode());
  return client;
}

/**
 * No room key of a Thing's room is to lie on a server, and the library trusts what the homeserver says of a backup enough
 * to die of it; so for the library there is none.
 */
function withoutKeyBackup(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.pathname.includes("/room_keys/")) return fetch(input, init);
    return Response.json({ errcode: "M_NOT_FOUND", error: "No key backup is used." }, { status: 404 });
  };
}

export interface StartParts {
  readonly synced: Turnstile;
  readonly onFatal: (fault: AgentFault) => void;
  /** The login could not be renewed, and never will be. */
  readonly isRefused: () => boolean;
}

/** Starts to sync and resolves after the first one. A logout meanwhile rejects, one later goes to `onFatal`. */
export async function startClient(client: MatrixClient, { sdk }: Library, parts: StartParts): Promise<void> {
  let end = parts.onFatal;
  const loggedOut = new Promise<never>((_done, fail) => {
    end = fail;
  });
  loggedOut.catch(() => undefined);
  client.once(sdk.HttpApiEvent.SessionLoggedOut, ({ data }) => {
    const logout = data?.soft_logout === true ? "soft-logout" : "logged-out";
    end(new AgentFault(parts.isRefused() ? "login-ended" : logout));
  });
  const first = parts.synced.next();
  await client.startClient({
    filter: sdk.Filter.fromJson(client.getSafeUserId(), "", filter),
    initialSyncLimit: 1,
    disablePresence: true,
    lazyLoadMembers: false,
    pollTimeout: 30_000,
  });
  await Promise.race([first, loggedOut]);
  end = parts.onFatal;
}
