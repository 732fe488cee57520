import { child, type MapEntry, type MapNode, type SourceNode } from "./source-node.ts";

/** Under these a `null` leaves the profile's entry out; elsewhere it is a value. */
const removable: readonly string[] = ["properties", "actions"];

/** A profile's keys with a Thing's laid over them, key by key: what the configuration says wins. */
export function mergeProfile(profile: MapNode, thing: MapNode): MapNode {
  const merged = mergeMaps(profile, thing);
  const entries = new Map(merged.entries);
  for (const key of removable) {
    const entry = entries.get(key);
    if (entry?.value.kind === "map")
      entries.set(key, { ...entry, value: withoutNulls(entry.value, child(profile, key)) });
  }
  return { ...merged, entries };
}

/** Two maps key by key, the second winning; maps within are merged alike. */
export function mergeMaps(below: MapNode, above: MapNode): MapNode {
  const entries = new Map(below.entries);
  for (const [name, entry] of above.entries) entries.set(name, mergeEntries(entries.get(name), entry));
  return { ...above, entries };
}

function mergeEntries(below: MapEntry | undefined, above: MapEntry): MapEntry {
  if (below?.value.kind !== "map" || above.value.kind !== "map") return above;
  return { key: above.key, value: mergeMaps(below.value, above.value) };
}

function withoutNulls(map: MapNode, profile: SourceNode | undefined): MapNode {
  const kept = [...map.entries].filter(([name, { value }]) => {
    return !(value.kind === "scalar" && value.value === null && child(profile, name) !== undefined);
  });
  return { ...map, entries: new Map(kept) };
}

/** Fills `{name}` in every text with the parameter of that name; other braces stay as they are. */
export function fillParameters(node: SourceNode, parameters: ReadonlyMap<string, string>): SourceNode {
  switch (node.kind) {
    case "map": {
      const filled = [...node.entries].map(
        ([name, { key, value }]) => [name, { key, value: fillParameters(value, parameters) }] as const,
      );
      return { ...node, entries: new Map(filled) };
    }
    case "list":
      return { ...node, items: node.items.map((item) => fillParameters(item, parameters)) };
    case "scalar":
      return typeof node.value === "string" ? { ...node, value: fill(node.value, parameters) } : node;
  }
}

function fill(text: string, parameters: ReadonlyMap<string, string>): string {
  return text.replace(/\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) => parameters.get(name) ?? whole);
}
