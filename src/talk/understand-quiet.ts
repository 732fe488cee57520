import { everything } from "../core/command.ts";
import { foldName } from "../core/fold-name.ts";
import type { Texts } from "../texts/english.ts";
import { askWhich } from "./answers/not-understood.ts";
import type { FindTarget } from "./find-target.ts";
import { readTypedDuration } from "./read-typed-duration.ts";
import { sentence } from "./sentence.ts";
import type { UnderstoodWords } from "./understand-words.ts";

type Target = { readonly thing: string } | (UnderstoodWords & { readonly kind: "answer" });

/** `!ack` and `!mute`, of all or of one Thing, with the words behind them. */
export function understandQuiet(
  kind: "ack" | "mute",
  words: readonly string[],
  findTarget: FindTarget,
  texts: Texts,
): UnderstoodWords {
  return kind === "ack" ? understandAck(words, findTarget, texts) : understandMute(words, findTarget, texts);
}

function understandAck(words: readonly string[], findTarget: FindTarget, texts: Texts): UnderstoodWords {
  const found = findThing("!ack", words, "", findTarget, texts, texts.alerts.takesThing);
  return "kind" in found ? found : { kind: "wish", wish: { thing: found.thing, op: "invoke", name: "ack" } };
}

/** `!mute 2h`, `!mute greenhouse for 2h`, `!mute off`. */
function understandMute(words: readonly string[], findTarget: FindTarget, texts: Texts): UnderstoodWords {
  const split = splitTime(words, texts);
  if (split === undefined) return doubt(texts.alerts.takesTime);
  const { before, ms } = split;
  const time = words.slice(before.length).join(" ");
  const found = findThing("!mute", before, ` ${time}`, findTarget, texts, texts.alerts.takesTime);
  if ("kind" in found) return found;
  return { kind: "wish", wish: { thing: found.thing, op: "invoke", name: "mute", input: ms } };
}

function splitTime(
  words: readonly string[],
  { words: known }: Texts,
): { readonly before: readonly string[]; readonly ms: number } | undefined {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  if (means(last, known.off)) return { before: words.slice(0, -1), ms: 0 };
  for (let start = 0; start < words.length; start++) {
    const ms = readTypedDuration(words.slice(start), known);
    if (ms === undefined) continue;
    const before = words.slice(0, start);
    return { before: means(before.at(-1) ?? "", known.for) ? before.slice(0, -1) : before, ms };
  }
  return undefined;
}

function findThing(
  command: string,
  words: readonly string[],
  behind: string,
  findTarget: FindTarget,
  texts: Texts,
  takes: string,
): Target {
  if (words.length === 0) return { thing: everything };
  const found = findTarget(words);
  switch (found.kind) {
    case "one":
      return found.rest.length === 0 ? { thing: found.target.thing.id } : doubt(takes);
    case "several":
    case "near": {
      const things = new Set(found.paths.map((path) => path.split("/")[0] ?? path));
      const commands = [...things].map((thing) => `${command} ${thing}${behind}`);
      return { kind: "answer", answer: askWhich(found.kind, words.join(" "), commands, texts), isDoubt: true };
    }
    case "none":
      return doubt(takes);
  }
}

function doubt(text: string): UnderstoodWords & { readonly kind: "answer" } {
  return { kind: "answer", answer: sentence(text), isDoubt: true };
}

function means(word: string, known: readonly string[]): boolean {
  return known.some((candidate) => foldName(candidate) === foldName(word));
}
