import type { Plain, PlainMap } from "../../discovery/discovered-thing.ts";

/** Keys of a Thing that only read. */
const thingKeys: ReadonlySet<string> = new Set(["title", "connection", "from", "available"]);
/** Keys of a property that command it, or say how. */
const commanding: ReadonlySet<string> = new Set([
  "to",
  "read_back",
  "limits",
  "on_link_loss",
  "hold",
  "off",
  "ask",
  "critical",
]);
/** Keys of `from` that make the agent publish: a topic that a device names may switch another one. */
const asking: ReadonlySet<string> = new Set(["request_topic", "request", "poll"]);

/** What of a Thing is heard, and nothing that is ever published or switched; undefined where that leaves nothing. */
export function onlyReadings(thing: PlainMap, mostProperties: number): PlainMap | undefined {
  const { properties = {}, ...around } = thing;
  const heard = entriesOf(properties).flatMap(([name, property]): [string, Plain][] => {
    if (!isMap(property) || !isMap(property.from ?? null)) return [];
    return [[name, withoutAsking(keep(property, (key) => !commanding.has(key)))]];
  });
  if (heard.length === 0) return undefined;
  const kept = keep(around, (key) => thingKeys.has(key));
  return { ...withoutAsking(kept), properties: Object.fromEntries(heard.slice(0, mostProperties)) };
}

function withoutAsking(keys: PlainMap): PlainMap {
  const inner = (end: Plain): Plain => (isMap(end) ? keep(end, (key) => !asking.has(key)) : end);
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]) => [key, key === "from" || key === "available" ? inner(value) : value]),
  );
}

function keep(map: PlainMap, isWanted: (key: string) => boolean): PlainMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => isWanted(key)));
}

function isMap(value: Plain): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entriesOf(value: Plain): readonly (readonly [string, Plain])[] {
  return isMap(value) ? Object.entries(value) : [];
}
