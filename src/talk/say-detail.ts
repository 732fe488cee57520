import { refusalCodes } from "../core/refusal-codes.ts";
import type { Texts } from "../texts/english.ts";

/** How deep one sentence stands in another. */
const deepest = 3;

/**
 * What the gate, the limits or an output say of one command, in the language of the people. What the language has no words
 * for stays as it is: the hardware's and the system's own reports.
 */
export function sayDetail(detail: string, { details, refusals }: Pick<Texts, "details" | "refusals">): string {
  for (const [code, { meaning }] of Object.entries(refusalCodes)) {
    if (meaning === detail) return refusals[code as keyof typeof refusalCodes].meaning;
  }
  return said(detail, Object.entries(details), deepest);
}

function said(detail: string, details: readonly (readonly [string, string])[], deep: number): string {
  if (deep === 0) return detail;
  for (const [english, other] of details) {
    const parts = partsIn(detail, english.split("{}"));
    if (parts === undefined) continue;
    const spoken = parts.map((part) => said(part, details, deep - 1));
    return other.split("{}").reduce((text, piece, at) => `${text}${spoken[at - 1] ?? ""}${piece}`);
  }
  return detail;
}

/** What stands between the pieces of a sentence; undefined where it is another one. */
function partsIn(sentence: string, [first = "", ...rest]: readonly string[]): readonly string[] | undefined {
  if (rest.length === 0) return sentence === first ? [] : undefined;
  if (!sentence.startsWith(first)) return undefined;
  const parts: string[] = [];
  let from = first.length;
  for (const [at, piece] of rest.entries()) {
    const isLast = at === rest.length - 1;
    const end = isLast ? sentence.length - piece.length : sentence.indexOf(piece, from);
    if (end <= from || !sentence.startsWith(piece, end)) return undefined;
    parts.push(sentence.slice(from, end));
    from = end + piece.length;
  }
  return parts;
}
