import type { MapEntry, MapNode } from "./source-node.ts";

/**
 * A profile's map with a Thing's laid over it, key by key: the Thing's wins, and its `null` leaves the profile's key out.
 * `safe_value` alone has `null` as a value. Also lays a Thing's `from` and `to` under those of its properties.
 */
export function mergeMaps(below: MapNode, above: MapNode): MapNode {
  const entries = new Map(below.entries);
  for (const [name, entry] of above.entries) {
    const known = entries.get(name);
    const isNull = entry.value.kind === "scalar" && entry.value.value === null;
    if (known !== undefined && isNull && name !== "safe_value") entries.delete(name);
    else entries.set(name, mergeEntries(known, entry));
  }
  return { ...above, entries };
}

function mergeEntries(below: MapEntry | undefined, above: MapEntry): MapEntry {
  if (below?.value.kind !== "map" || above.value.kind !== "map") return above;
  return { key: above.key, value: mergeMaps(below.value, above.value) };
}
