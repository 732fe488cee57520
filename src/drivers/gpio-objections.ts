import type { Objection } from "../config/driver-schemas.ts";
import { parseDuration } from "../core/duration.ts";
import type { GpioConnection, GpioReading } from "./gpio-schemas.ts";
import { pinMeaning } from "./header-pins.ts";

/** ms; the kernel counts µs in 32 bits, and nothing bounces for so long. */
const longestDebounce = 60_000;

/** What no schema can say of where a line is and how it is read. */
export function gpioObjections(
  { pin, debounce }: Pick<GpioReading, "pin" | "debounce">,
  connection: GpioConnection | undefined,
): readonly Objection[] {
  return [...(pin === undefined ? [] : pinObjections(pin, connection)), ...debounceObjections(debounce)];
}

function pinObjections(pin: number, connection: GpioConnection | undefined): readonly Objection[] {
  if (connection?.chip !== undefined && !connection.chip.startsWith("pinctrl-")) {
    const message = `counts on the header of a Raspberry Pi, not on ${connection.chip}; give \`line\``;
    return [{ keys: ["pin"], message }];
  }
  const meaning = pinMeaning(pin);
  return typeof meaning === "number" ? [] : [{ keys: ["pin"], message: `pin ${pin} is ${meaning}, not a GPIO line` }];
}

function debounceObjections(debounce: string | undefined): readonly Objection[] {
  if (debounce === undefined) return [];
  const ms = parseDuration(debounce);
  const fits = ms !== undefined && ms <= longestDebounce;
  return fits ? [] : [{ keys: ["debounce"], message: "should be whole milliseconds, at most 1m" }];
}
