import type { Claim } from "../config/driver-schemas.ts";
import { formatDuration, parseDuration } from "../core/duration.ts";
import { gpioLine } from "./gpio-line.ts";
import type { GpioConnection, GpioReading } from "./gpio-schemas.ts";

/**
 * The line that a binding takes, and how: what the kernel is asked for with it. `debounce`: where nothing is said.
 */
export function gpioClaim(end: "from" | "to", settings: GpioReading, { chip }: GpioConnection, debounce = "0s"): Claim {
  const { active_low = false, pull } = settings;
  const written = settings.debounce ?? debounce;
  return {
    of: `${lineName(settings, chip)}${chip === undefined ? "" : ` of ${chip}`}`,
    terms: {
      active_low: String(active_low),
      debounce: end === "to" ? "0s" : formatDuration(parseDuration(written) ?? 0),
      pull: pull ?? "as the board has it",
    },
    open: pull === undefined ? ["pull"] : [],
  };
}

/** On the header a number is the BCM number, and GPIO17 means the same line as 17 and pin 11. */
function lineName(settings: GpioReading, chip: string | undefined): string {
  const line = gpioLine(settings);
  if ("name" in line) return line.name;
  return chip === undefined || chip.startsWith("pinctrl-") ? `GPIO${line.offset}` : `line ${line.offset}`;
}
