import type { MatrixClient, MatrixError } from "matrix-js-sdk";
import type { CryptoApi, CryptoCallbacks } from "matrix-js-sdk/lib/crypto-api/index.js";
import { AgentFault } from "../core/agent-fault.ts";
import type { Library } from "./load-library.ts";
import { masterKeyOf } from "./sender-trust.ts";
import { reasonOf } from "./wait-for-homeserver.ts";

export interface OwnIdentityParts {
  readonly client: MatrixClient;
  readonly crypto: CryptoApi;
  readonly vault: RecoveryVault;
  /** Whether an account without an identity gets one; the operator's side leaves that to a full client. */
  readonly mayCreate: boolean;
  /** Where the master key is kept that this device was first signed under; undefined: it may change. */
  readonly keptKey?: KeptKey | undefined;
  readonly readPassword: () => string | undefined;
  /** Kept by the caller where nobody else can read it, before anything depends on it. */
  readonly saveRecoveryKey: (text: string) => void;
}

export interface KeptKey {
  read(): string | undefined;
  keep(masterKey: string): void;
}

export type OwnIdentity =
  | { readonly kind: "signed"; readonly masterKey: string }
  /** Somebody with the account's password, or the homeserver, put another identity in its place. Nothing is done about it from here. */
  | { readonly kind: "replaced"; readonly kept: string; readonly detail: string }
  /** Others do not trust this device, and strict isolation lets it send nothing. */
  | { readonly kind: "unsigned"; readonly detail: string };

/** Holds the recovery key while the library asks for it. */
export class RecoveryVault {
  #key: Uint8Array<ArrayBuffer> | undefined;

  keep(key: Uint8Array<ArrayBuffer>): void {
    this.#key = key;
  }

  get isOpen(): boolean {
    return this.#key !== undefined;
  }

  /** For the library's client. */
  readonly callbacks: CryptoCallbacks = {
    getSecretStorageKey: async ({ keys }) => {
      const id = Object.keys(keys)[0];
      return this.#key === undefined || id === undefined ? null : [id, this.#key];
    },
  };
}

/** A vault with the key in it, if there is a text. Throws AgentFault when that is no recovery key. */
export function openVault(library: Library, text: string | undefined): RecoveryVault {
  const vault = new RecoveryVault();
  if (text === undefined) return vault;
  try {
    vault.keep(library.cryptoApi.decodeRecoveryKey(text.trim()));
  } catch {
    throw new AgentFault("no-credentials", "The recovery key file holds no recovery key.", {
      remedy: "It is one line of groups of four letters and digits, as the client showed it.",
    });
  }
  return vault;
}

/**
 * Sees to it that this device is signed by its user's cross-signing identity; to be asked after the first sync. At the
 * first start of an agent it makes the identity and a recovery key; later calls change nothing.
 */
export async function ownIdentity(parts: OwnIdentityParts): Promise<OwnIdentity> {
  const { crypto, client, vault } = parts;
  if (await isSigned(parts)) return signed(parts);
  const exists = await crypto.userHasCrossSigningKeys(client.getSafeUserId(), true);
  const kept = parts.keptKey?.read();
  const served = exists ? await masterKeyOf(crypto, client.getSafeUserId()) : undefined;
  if (kept !== undefined && kept !== served) return replaced(kept, served);
  if (!exists) {
    if (!parts.mayCreate)
      return unsigned("The account has no cross-signing identity.", "Set one up in a Matrix client.");
    await createIdentity(parts);
    return signed(parts);
  }
  if (!vault.isOpen) {
    return unsigned(
      "This device is not signed by its user.",
      "Give the account's recovery key, or verify it in a client.",
    );
  }
  try {
    // Without its keys there the library would make a new identity.
    if ((await client.secretStorage.isStored("m.cross_signing.master")) === null) {
      return unsigned("The account's secret storage holds no identity.", "Verify this device in a client.");
    }
    await crypto.bootstrapCrossSigning({});
    // Fetches our own devices anew, now with the signature that was just uploaded.
    await crypto.userHasCrossSigningKeys();
  } catch (error) {
    return unsigned(`The recovery key does not open the identity (${reasonOf(error)}).`, "Check the recovery key.");
  }
  return (await isSigned(parts)) ? signed(parts) : unsigned("Signing did not work.", "Verify it in a client.");
}

async function isSigned({ crypto, client }: OwnIdentityParts): Promise<boolean> {
  const status = await crypto.getDeviceVerificationStatus(client.getSafeUserId(), client.getDeviceId() ?? "");
  return status?.signedByOwner === true && status.crossSigningVerified;
}

async function createIdentity(parts: OwnIdentityParts): Promise<void> {
  const { crypto, client } = parts;
  const generated = await crypto.createRecoveryKeyFromPassphrase();
  if (generated.encodedPrivateKey === undefined) throw new AgentFault("internal", "No recovery key was made.");
  parts.saveRecoveryKey(generated.encodedPrivateKey);
  parts.vault.keep(generated.privateKey);
  try {
    await crypto.bootstrapCrossSigning({
      setupNewCrossSigning: true,
      authUploadDeviceSigningKeys: async (upload) => {
        try {
          await upload(null);
        } catch (error) {
          await upload(passwordProof(error, client.getSafeUserId(), parts.readPassword()));
        }
      },
    });
    await crypto.bootstrapSecretStorage({ createSecretStorageKey: async () => generated, setupNewSecretStorage: true });
  } catch (error) {
    if (error instanceof AgentFault) throw error;
    throw new AgentFault("homeserver-refused", `Own cross-signing cannot be set up: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Answer to user-interactive authentication, stage m.login.password (Matrix spec, client-server API). */
function passwordProof(error: unknown, user: string, password: string | undefined) {
  const { httpStatus, data } = error as Partial<MatrixError>;
  if (httpStatus !== 401 || data?.session === undefined) throw error;
  if (password === undefined) {
    throw new AgentFault("no-credentials", "Own cross-signing needs the password once more, and there is none.");
  }
  const identifier = { type: "m.id.user", user };
  return { type: "m.login.password", identifier, password, session: String(data.session) };
}

async function signed({ crypto, client, keptKey }: OwnIdentityParts): Promise<OwnIdentity> {
  const masterKey = await masterKeyOf(crypto, client.getSafeUserId());
  if (masterKey === undefined) return unsigned("The own identity is not known.", "Start again.");
  const kept = keptKey?.read();
  if (kept !== undefined && kept !== masterKey) return replaced(kept, masterKey);
  if (kept === undefined) keptKey?.keep(masterKey);
  return { kind: "signed", masterKey };
}

function replaced(kept: string, served: string | undefined): OwnIdentity {
  return {
    kind: "replaced",
    kept,
    detail: `This agent's identity was replaced: the homeserver serves ${served ?? "none"} instead of ${kept}.`,
  };
}

function unsigned(what: string, remedy: string): OwnIdentity {
  return { kind: "unsigned", detail: `${what} ${remedy}` };
}
