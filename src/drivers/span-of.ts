import type { Objection } from "../config/driver-schemas.ts";
import { formatDuration, parseDuration } from "../core/duration.ts";

/** Bounds of keys that hold a time, in ms. */
export type Spans<Key extends string> = Readonly<
  Record<Key, { readonly least: number; readonly most: number; readonly byDefault: string }>
>;

/** Those that are out of bounds. */
export function spanObjections<Key extends string>(
  settings: Readonly<Partial<Record<NoInfer<Key>, string | undefined>>>,
  spans: Spans<Key>,
): readonly Objection[] {
  return (Object.keys(spans) as Key[]).flatMap((key) => {
    const { least, most } = spans[key];
    const text = settings[key];
    const ms = text === undefined ? least : parseDuration(text);
    if (ms !== undefined && ms >= least && ms <= most) return [];
    const message = `should be whole milliseconds, ${formatDuration(least)} to ${formatDuration(most)}`;
    return [{ keys: [key], message }];
  });
}

/** ms of a key that the check let through. */
export function spanOf<Key extends string>(
  settings: Readonly<Partial<Record<NoInfer<Key>, string | undefined>>>,
  key: Key,
  spans: Spans<Key>,
): number {
  return parseDuration(settings[key] ?? spans[key].byDefault) ?? spans[key].least;
}
