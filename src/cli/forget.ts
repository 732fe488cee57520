import { statSync } from "node:fs";
import type { Configuration } from "../config/configuration.ts";
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
  const configuration = usableConfiguration(options.config, log);
  const { stateDirectory } = configuration;
  const asked = await askAgent({ stateDirectory, do: "forget", with: { thing }, silentMs: patienceMs });
  const end = (asked as Forgotten | undefined) ?? forgetByOwner(configuration, thing);
  if (options.json) print(JSON.stringify(end));
  else for (const line of linesOf(thing, end)) print(line);
  return end.isForgotten && end.problems === undefined ? 0 : 1;
}

/** A file that root left behind could not be read by the agent's user, and all would be forgotten. */
function forgetByOwner(configuration: Configuration, thing: string): Forgotten {
  const { stateDirectory } = configuration;
  if (statSync(stateDirectory).uid !== process.getuid?.()) {
    const remedy = "Start the agent, or run this as its user (sudo -u roomwire).";
    throw new AgentFault("bad-usage", `No agent runs, and ${stateDirectory} belongs to another user.`, { remedy });
  }
  return forgetDevice(configuration, thing);
}

function linesOf(thing: string, end: Forgotten): readonly string[] {
  const { isForgotten, mayComeBack, kept, unlisted, problems = [] } = end;
  if (!isForgotten) {
    return [
      `No adopted Thing has the id ${thing}.`,
      ...(kept.length + unlisted.length === 0 ? ["None was adopted."] : []),
      ...(kept.length > 0 ? [`Adopted: ${kept.join(", ")}`] : []),
      ...(unlisted.length > 0 ? [`Kept of kinds that adopt does not name any more: ${unlisted.join(", ")}`] : []),
    ];
  }
  if (problems.length > 0) {
    return [...problems, `${thing} is off the list, but the agent goes on with it until \`roomwire reload\``];
  }
  return [
    mayComeBack ? `forgot ${thing}; it comes back while its broker still has what it announced` : `forgot ${thing}`,
  ];
}
