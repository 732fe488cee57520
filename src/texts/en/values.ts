import { formatDuration } from "../../core/duration.ts";

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** How values, their age and their quality are said. */
export const values = {
  decimalPoint: ".",
  age(ms: number): string {
    if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / secondMs))} s ago`;
    if (ms < 2 * hourMs) return `${Math.floor(ms / minuteMs)} min ago`;
    return ms < 2 * dayMs ? `${Math.floor(ms / hourMs)} h ago` : `${Math.floor(ms / dayMs)} d ago`;
  },
  /** A length of time, ms. */
  duration: (ms: number): string => formatDuration(ms),
  ageUnknown: "age unknown",
  none: "no value yet",
  quality: {
    ok: "",
    stale: "stale",
    unavailable: "not there",
    "out-of-range": "out of range",
    fault: "fault",
  },
};
