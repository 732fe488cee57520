import { join } from "node:path";
import type { AgentFault } from "../core/agent-fault.ts";
import { openKeyStore } from "../matrix/key-store.ts";
import type { LinkParts, LinkSettings } from "../matrix/link-parts.ts";
import { type MatrixLink, openMatrixLink } from "../matrix/matrix-link.ts";
import { sealRows } from "../matrix/seal-rows.ts";
import { openCryptoFile } from "../store/crypto-file.ts";
import { secretFile } from "../store/secret-file.ts";
import { readStoreKey } from "../store/store-key.ts";
import { loginFile } from "./login-file.ts";

export interface OpenLinkSettings extends Omit<LinkSettings, "keyStorePrefix"> {
  /** Where login, keys and recovery key are kept; exists, 0700. */
  readonly directory: string;
}

export interface OpenLinkParts
  extends Omit<LinkParts, "credentials" | "mayKeep" | "readRecoveryKey" | "saveRecoveryKey"> {
  /** A recovery key from elsewhere; default: the one kept in the directory. */
  readonly recoveryKey?: string;
  /** Every secret that is read, so that the log can hide it. */
  readonly hide: (secret: string, name?: string) => void;
  /** Makes room on a full disk, once. */
  readonly giveUpRoom?: () => boolean;
}

/** A signed-in link with its durable keys beside it: one login of one user. Throws AgentFault. */
export async function openLink(settings: OpenLinkSettings, parts: OpenLinkParts): Promise<MatrixLink> {
  const { directory } = settings;
  await using opened = new AsyncDisposableStack();
  const rows = opened.use(openCryptoFile(directory, parts));
  const keyStore = opened.use(
    await openKeyStore(sealRows(rows, readStoreKey(directory)), {
      prefix: settings.user,
      onUnwritable: (fault: AgentFault) => parts.onFatal(fault),
    }),
  );
  const recovery = secretFile(join(directory, "recovery-key"));
  const link = await openMatrixLink(
    { ...settings, keyStorePrefix: settings.user },
    {
      ...parts,
      credentials: loginFile(directory, parts),
      readRecoveryKey: () => parts.recoveryKey ?? recovery.read(),
      saveRecoveryKey: (text) => recovery.write(text),
      mayKeep: () => keyStore.failure === undefined,
    },
  );
  opened.use(link);
  const owned = opened.move();
  return { ...link, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
