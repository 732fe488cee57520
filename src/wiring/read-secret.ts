import { AgentFault } from "../core/agent-fault.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { secretFile } from "../store/secret-file.ts";

/** Reads the small files that a configuration names; what is in them never shows in the log. */
export function readSecret(log: Pick<OpenLog, "hide">): (path: string) => string {
  return (path) => {
    const text = secretFile(path).read();
    if (text === undefined) {
      throw new AgentFault("bad-configuration", `${path} is not there.`, {
        remedy: "Make the file, or mend the path.",
      });
    }
    log.hide(text);
    return text;
  };
}
