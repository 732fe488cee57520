import { existsSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../../core/agent-fault.ts";
import { sealRows } from "../../matrix/seal-rows.ts";
import { lookIntoStore } from "../../store/look-into-store.ts";
import { readStoreKey } from "../../store/store-key.ts";
import type { RunningAgent } from "./find-running-agent.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn, fail } = findingsOf("crypto");

/** Whether the key store is there and opens with its key. Reads one row at most. */
export function checkCrypto(stateDirectory: string, running: RunningAgent | undefined): Finding {
  const file = join(stateDirectory, "crypto.db");
  const keyFile = join(stateDirectory, "store.key");
  const hasLogin = existsSync(join(stateDirectory, "login.json"));
  if (!existsSync(file)) {
    if (!hasLogin) return ok("no key store yet; the first start makes it");
    return fail(
      `${file} is missing, but the login of its device is there`,
      `put it back, or remove login.json too: the next start then is a new device, to be verified again`,
    );
  }
  if (!existsSync(keyFile)) {
    return fail(`${keyFile}, which opens ${file}, is missing`, "put it back; nothing else opens the key store");
  }
  try {
    const sealed = opensWithKey(stateDirectory);
    if (sealed === "empty" && running === undefined) return warn(`${file} is empty`, "start the agent once");
    return ok(`the key store is sealed and its key opens it${running === undefined ? "" : inUse(running)}`);
  } catch (error) {
    if (error instanceof AgentFault) return fail(error.message.replace(/\.$/, ""), error.remedy);
    throw error;
  }
}

function inUse({ process }: RunningAgent): string {
  return `; the agent is running with it${process === undefined ? "" : ` (process ${process})`}`;
}

/** Throws AgentFault `wrong-store-key` or `store-corrupt`. */
function opensWithKey(stateDirectory: string): "opened" | "empty" {
  using look = lookIntoStore(stateDirectory, "crypto.db");
  if (look === undefined || look.version === 0) return "empty";
  const kept = look.keyRows();
  const rows = sealRows({ ...kept, apply: refuse, replace: refuse, remove: refuse }, readStoreKey(stateDirectory));
  for (const { name, stores } of rows.databases()) {
    for (const store of stores) for (const _row of rows.rows(name, store.name)) return "opened";
  }
  return "empty";
}

function refuse(): never {
  throw new TypeError("the doctor changes nothing");
}
