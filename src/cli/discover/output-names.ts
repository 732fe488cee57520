import type { Plain, PlainMap } from "../../discovery/discovered-thing.ts";

/** What of a draft can be commanded: its properties with `to`, and its actions. */
export function outputNames({ properties = {}, actions = {} }: PlainMap): readonly string[] {
  const entries = (group: Plain): readonly (readonly [string, Plain])[] =>
    typeof group === "object" && group !== null ? Object.entries(group) : [];
  const written = entries(properties).filter(
    ([, property]) => typeof property === "object" && property !== null && "to" in property,
  );
  return [...written, ...entries(actions)].map(([name]) => name);
}
