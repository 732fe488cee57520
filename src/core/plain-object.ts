type PlainObject = Readonly<Record<string, unknown>>;

/** What came as an object, an empty one for all else; nothing of it is trusted further than that. */
export function plainObject(data: unknown): PlainObject {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as PlainObject) : {};
}
