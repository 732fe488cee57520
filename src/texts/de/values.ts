import { formatDuration } from "../../core/duration.ts";
import type { Texts } from "../english.ts";

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Wie Werte, ihr Alter und ihre Güte gesagt werden. */
export const values: Texts["values"] = {
  decimalPoint: ",",
  age(ms) {
    if (ms < minuteMs) return `vor ${Math.max(0, Math.floor(ms / secondMs))} s`;
    if (ms < 2 * hourMs) return `vor ${Math.floor(ms / minuteMs)} min`;
    return ms < 2 * dayMs ? `vor ${Math.floor(ms / hourMs)} h` : `vor ${Math.floor(ms / dayMs)} Tagen`;
  },
  duration: (ms) =>
    formatDuration(ms).replace(/(\d+)(ms|s|m|h|d)/g, (_, count: string, unit: string) => {
      if (unit === "d") return count === "1" ? "1 Tag" : `${count} Tage`;
      return `${count} ${unit === "m" ? "min" : unit}`;
    }),
  ageUnknown: "Alter unbekannt",
  none: "noch kein Wert",
  quality: {
    ok: "",
    stale: "veraltet",
    unavailable: "nicht da",
    "out-of-range": "außerhalb des Bereichs",
    fault: "Fehler",
  },
};
