import type { Condition } from "./condition.ts";
import { formatDecimal } from "./decimal.ts";
import { formatDuration } from "./duration.ts";
import { sayValue } from "./say-value.ts";

/** A condition in words, as the configuration writes it: `greenhouse/low is false`, `box/level above 80 for 30s`. */
export function sayCondition({ path, test, forMs }: Condition): string {
  const time = forMs === 0 ? "" : ` for ${formatDuration(forMs)}`;
  switch (test.kind) {
    case "is":
      return `${path} is ${sayValue(test.value)}${time}`;
    case "above":
    case "below":
      return `${path} ${test.kind} ${formatDecimal(test.limit)}${time}`;
    case "outside":
      return `${path} outside ${formatDecimal(test.low)} to ${formatDecimal(test.high)}${time}`;
    case "stale":
      return `${path} stale for ${formatDuration(test.afterMs + forMs)}`;
    case "changes":
      return `${path} changes`;
  }
}
