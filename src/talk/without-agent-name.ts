import { foldName } from "../core/fold-name.ts";
import type { FindTarget } from "./find-target.ts";
import { type AgentNames, localpart } from "./parse-text.ts";

/**
 * The words behind `agent/`, where the text names this agent before a Thing: `greenhouse-pi/pump on`. undefined where it
 * does not, or where the whole is the path of something of our own.
 */
export function withoutAgentName(
  words: readonly string[],
  { user, displayName }: AgentNames,
  findTarget: FindTarget,
): readonly string[] | undefined {
  const text = words.join(" ");
  const slash = text.indexOf("/");
  if (slash === -1) return undefined;
  const head = foldName(text.slice(0, slash));
  if (head === "" || (head !== foldName(localpart(user)) && head !== foldName(displayName))) return undefined;
  const own = findTarget(words);
  if (own.kind === "one" && !own.rest.some((word) => word.includes("/"))) return undefined;
  const rest = text.slice(slash + 1).trim();
  return rest === "" ? undefined : rest.split(" ");
}
