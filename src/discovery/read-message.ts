/** Characters of a message that is looked into; one device says a few thousand. */
export const largestMessage = 131_072;

export type JsonMap = Readonly<Record<string, unknown>>;

/**
 * What a JSON message holds; undefined when it is none, or too large. Numbers here are bounds and lists of words that a
 * person reads in the draft, no readings, so a float does.
 */
export function readMessage(text: string | undefined, longest = largestMessage): unknown {
  if (text === undefined || text.length > longest) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object; an empty one for all else. */
export function mapOf(data: unknown): JsonMap {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as JsonMap) : {};
}

/** A JSON list; an empty one for all else. */
export function listOf(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

/** A text that is not empty, at most `longest` characters of it. */
export function textOf(data: unknown, longest = 512): string | undefined {
  return typeof data === "string" && data.length > 0 && data.length <= longest && data.isWellFormed()
    ? data
    : undefined;
}

/** A number that a configuration can hold: finite, in plain digits. */
export function numberOf(data: unknown): number | undefined {
  return typeof data === "number" && Number.isFinite(data) && Math.abs(data) < 1e12 && /^-?[\d.]+$/.test(String(data))
    ? data
    : undefined;
}

/** A topic that can be subscribed to and published to. */
export function topicOf(data: unknown): string | undefined {
  const text = textOf(data);
  return text !== undefined && /^[^+#\0]+$/.test(text) ? text : undefined;
}

/** What a table has under a word of somebody else, which may be anything: `constructor`, or no text at all. */
export function entryOf<T>(table: Readonly<Record<string, T>>, word: unknown): T | undefined {
  return typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
}
