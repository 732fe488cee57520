import type { Texts } from "../texts/english.ts";
import type { FindTarget } from "./find-target.ts";
import { type AgentNames, type ParsedText, parseText } from "./parse-text.ts";
import { withoutAgentName } from "./without-agent-name.ts";

/** Reads a text, also where it names this agent before a Thing or a command: `!pi/pump on`, `!pi/stop`, `!mute pi/greenhouse 2h`. Never throws. */
export function parseAddressed(
  body: string,
  isMentioned: boolean,
  names: AgentNames,
  findTarget: FindTarget,
  words: Texts["words"],
): ParsedText {
  const parsed = parseText(body, names, words, isMentioned);
  if (!("words" in parsed)) return parsed;
  const named = withoutAgentName(parsed.words, names, findTarget);
  if (named === undefined) return parsed;
  if (parsed.kind !== "words") return { ...parsed, words: named, isAddressed: true };
  const inner = parseText(`!${named.join(" ")}`, names, words, true);
  // What begins with no letter is no command behind `!`.
  return inner.kind === "chatter" ? { kind: "words", words: named, isAddressed: true } : inner;
}
