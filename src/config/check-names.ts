import { foldName } from "../core/fold-name.ts";
import { reservedIds } from "../core/ids.ts";
import type { Findings, Place } from "./problem.ts";

/** Something people call by several names: an id, a title, aliases. */
export interface Named {
  readonly id: string;
  readonly names: readonly { readonly text: string; readonly place: Place }[];
}

/** Names that people could not tell apart, after folding case, umlauts and blanks, and names that mean something else. */
export function checkNames(named: readonly Named[], reserved: ReadonlySet<string>, findings: Findings): void {
  const owners = new Map<string, string>();
  for (const { id, names } of named) {
    for (const { text, place } of names) {
      const folded = foldName(text);
      const owner = owners.get(folded);
      if (folded === "") findings.problem(place, "a name needs letters or digits");
      else if (reserved.has(folded) && !isToldOfId(text, id))
        findings.problem(place, `"${text}" is a word of its own in commands; choose another name`);
      else if (owner !== undefined && owner !== id) {
        findings.problem(place, `"${text}" reads the same as a name of ${owner}; choose another title or alias`);
      } else owners.set(folded, id);
    }
  }
}

/** Who looks at the id itself says so. */
function isToldOfId(text: string, id: string): boolean {
  return text === id && reservedIds.includes(text);
}
