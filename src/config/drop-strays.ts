import type { Findings } from "./problem.ts";
import type { Profile } from "./read-profile.ts";
import { childEntries, childMap, type MapEntry, type MapNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** What a Thing's own affordance says at least, so that its profile needs to have none of that name. */
const groups = [
  { group: "properties", one: "property", told: ["type"] },
  { group: "actions", one: "action", told: ["pulse", "write", "to"] },
] as const;

/** A Thing without what it says of properties and actions that its profile does not have: each is told as the slip that it is. */
export function dropStrays(profile: Profile, thing: MapNode, findings: Findings): MapNode {
  const entries = new Map(thing.entries);
  for (const { group, one, told } of groups) {
    const map = childMap(thing, group);
    const entry = entries.get(group);
    if (map === undefined || entry === undefined) continue;
    const known = childEntries(profile.thing, group).map(([name]) => name);
    const isStray = ([name, { value }]: [string, MapEntry]): boolean =>
      !known.includes(name) &&
      (value.kind === "map"
        ? !told.some((key) => value.entries.has(key))
        : value.kind === "scalar" && value.value === null);
    const strays = [...map.entries].filter(isStray);
    for (const [name, { key }] of strays)
      findings.problem(key, `${profile.name} has no ${one} ${name}${didYouMean(name, known)}`);
    const kept = [...map.entries].filter((other) => !isStray(other));
    entries.set(group, { ...entry, value: { ...map, entries: new Map(kept) } });
  }
  return { ...thing, entries };
}
