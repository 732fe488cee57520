import { existsSync } from "node:fs";
import { AgentFault } from "../../core/agent-fault.ts";

/** Throws AgentFault `bad-usage` when a configuration is there. */
export function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new AgentFault("bad-usage", `${file} is there already, and setup overwrites nothing.`, {
    remedy: "Edit it by hand, name another file with --config, or move it away.",
  });
}
