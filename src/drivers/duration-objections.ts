import type { Objection } from "../config/driver-schemas.ts";
import { parseDuration } from "../core/duration.ts";

/** What is wrong with a key that holds a time of at least so many ms. */
export function durationObjections(key: string, text: string | undefined, least: number): readonly Objection[] {
  if (text === undefined) return [];
  const ms = parseDuration(text);
  if (ms === undefined) return [{ keys: [key], message: "should be a time of whole milliseconds" }];
  return ms < least ? [{ keys: [key], message: `should be at least ${least}ms` }] : [];
}
