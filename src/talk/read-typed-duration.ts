import { foldName } from "../core/fold-name.ts";
import type { Texts } from "../texts/english.ts";

/** Most parts of one duration: `1 h 30 min` has two. */
const mostParts = 3;
const longestMs = 366 * 86_400_000;

/** ms of a duration as people type it: `30s`, `10 min`, `1 h 30 min`; undefined when it is none, or over a year. */
export function readTypedDuration(typed: readonly string[], { durations }: Texts["words"]): number | undefined {
  const text = typed.join(" ");
  if (text.length > 40) return undefined;
  const parts = [...text.matchAll(/(\d{1,6})\s*(\p{L}{1,12})\s*/gu)];
  if (parts.length === 0 || parts.length > mostParts || parts.map(([part]) => part).join("") !== text) return undefined;
  let ms = 0;
  for (const [, count = "", word = ""] of parts) {
    const unit = durations.find(({ names }) => names.some((name) => foldName(name) === foldName(word)));
    if (unit === undefined) return undefined;
    ms += Number(count) * unit.ms;
  }
  return ms > 0 && ms <= longestMs ? ms : undefined;
}

/** Splits `on for 10m` into what stands before `for` and the ms behind it; without a duration at the end all is before. */
export function splitDuration(
  typed: readonly string[],
  words: Texts["words"],
): { readonly before: readonly string[]; readonly ms: number | undefined } {
  const place = typed.findLastIndex((word) => words.for.some((known) => foldName(known) === foldName(word)));
  const ms = place === -1 ? undefined : readTypedDuration(typed.slice(place + 1), words);
  return ms === undefined ? { before: typed, ms } : { before: typed.slice(0, place), ms };
}
