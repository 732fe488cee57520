import { statSync } from "node:fs";
import { AgentFault } from "../core/agent-fault.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { type Forgotten, forgetDevice } from "../wiring/adoption/forget-device.ts";
import { askAgent } from "./ask-agent.ts";
import { usableConfiguration } from "./usable-configuration.ts";

/** ms: commands under way get 30 s to end. */
const patienceMs = 90_000;

/** `roomwire forget THING`: lets go of an adopted device, by the running agent where there is one. Resolves to the exit code; throws AgentFault. */
export async function forget(
  words: readonly string[],
  options: { readonly config: string; readonly json: boolean },
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const [thing, ...rest] = words;
  if (thing === undefined || rest.length > 0) {
    throw new AgentFault("bad-usage", "forget needs the id of one adopted Thing.");
  }
  const { stateDirectory } = usableConfiguration(options.config, log);
  const asked = await askAgent({ stateDirectory, do: "forget", with: { thing }, silentMs: patienceMs });
  const end = (asked as Forgotten | undefined) ?? forgetByOwner(stateDirectory, thing);
  if (options.json) print(JSON.stringify(end));
  else for (const line of linesOf(thing, end)) print(line);
  return end.isForgotten && end.problems === undefined ? 0 : 1;
}

/** A file that root left behind could not be read by the agent's user, and all would be forgotten. */
function forgetByOwner(stateDirectory: string, thing: string): Forgotten {
  if (statSync(stateDirectory).uid !== process.getuid?.()) {
    const remedy = "Start the agent, or run this as its user (sudo -u roomwire).";
    throw new AgentFault("bad-usage", `No agent runs, and ${stateDirectory} belongs to another user.`, { remedy });
  }
  return forgetDevice(stateDirectory, thing);
}

function linesOf(thing: string, { isForgotten, kept, problems = [] }: Forgotten): readonly string[] {
  if (!isForgotten) {
    return [
      `No adopted Thing has the id ${thing}.`,
      kept.length === 0 ? "None was adopted." : `Adopted: ${kept.join(", ")}`,
    ];
  }
  if (problems.length === 0) return [`forgot ${thing}; it comes back while its broker still has what it announced`];
  return [...problems, `${thing} is off the list, but the agent goes on with it until \`roomwire reload\``];
}
