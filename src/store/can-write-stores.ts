import { existsSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { ControlFile } from "./control-file.ts";
import { tryCryptoFile } from "./crypto-file.ts";
import { canWriteBeside } from "./readings/log-files.ts";

/**
 * Whether the stores of a state directory can be written, `crypto.db` being closed: by a synced write to each. Throws AgentFault
 * `store-unwritable` when only opening everything anew can help, and whatever else is wrong with `crypto.db`.
 */
export function canWriteStores(directory: string, control: Pick<ControlFile, "tryWrite">): boolean {
  // A disk that is gone leaves an empty directory behind: no store may be begun there.
  if (!existsSync(join(directory, "control.db"))) return false;
  try {
    control.tryWrite();
  } catch (cause) {
    if (!isUnwritable(cause)) throw cause;
    if (canWriteBeside(directory)) throw new AgentFault("store-unwritable", otherDisk, { cause });
    return false;
  }
  try {
    tryCryptoFile(directory);
    return true;
  } catch (cause) {
    if (isUnwritable(cause)) return false;
    throw cause;
  }
}

/** What was opened on a disk that was taken out fails for ever, also when it is put back. */
const otherDisk = "control.db cannot be written though its directory can: it must be opened anew.";

/** Of a read-only file system even the mode of a file cannot be set, which is `state-directory`. */
function isUnwritable(cause: unknown): cause is AgentFault {
  return cause instanceof AgentFault && (cause.code === "store-unwritable" || cause.code === "state-directory");
}
