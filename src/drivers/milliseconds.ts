import { parseDuration } from "../core/duration.ts";

/** ms of a key that the check let through, or of one that is left out. */
export function milliseconds(setting: string | undefined, byDefault: number): number {
  return (setting === undefined ? undefined : parseDuration(setting)) ?? byDefault;
}
