import { AgentFault } from "../core/agent-fault.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { ReloadReport } from "../wiring/reload.ts";
import { askAgent } from "./ask-agent.ts";
import { usableConfiguration } from "./usable-configuration.ts";

/** ms: commands under way get 30 s to end, outputs 2 s to go safe. */
const patienceMs = 90_000;

/** `roomwire reload`: the running agent reads its configuration anew. Resolves to the exit code; throws AgentFault. */
export async function reload(
  options: { readonly config: string; readonly json: boolean },
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const { stateDirectory } = usableConfiguration(options.config, log);
  const answer = await askAgent({ stateDirectory, do: "reload", silentMs: patienceMs });
  if (answer === undefined) {
    throw new AgentFault("agent-out-of-reach", `No agent runs on ${stateDirectory}.`, {
      remedy: "If state_directory was changed, restart the agent; else start it.",
    });
  }
  const report = answer as ReloadReport;
  if (options.json) print(JSON.stringify(report));
  else for (const line of linesOf(report)) print(line);
  return report.kind === "refused" ? 1 : 0;
}

function linesOf(report: ReloadReport): readonly string[] {
  switch (report.kind) {
    case "changed":
      return [...report.lines, "reloaded"];
    case "same":
      return ["nothing changed"];
    case "refused":
      return [...report.problems, "not reloaded: the old configuration holds"];
  }
}
