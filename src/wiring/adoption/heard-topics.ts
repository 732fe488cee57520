import type { Plain, PlainMap } from "../../discovery/discovered-thing.ts";

/** Topics from which a Thing's properties are read. */
export function heardTopics({ from = null, properties = {} }: PlainMap): ReadonlySet<string> {
  const topics = Object.values(mapOf(properties)).map((property) => {
    const own = mapOf(mapOf(property).from ?? null).topic;
    return own ?? mapOf(from).topic;
  });
  return new Set(topics.filter((topic) => typeof topic === "string"));
}

function mapOf(value: Plain): PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as PlainMap) : {};
}
