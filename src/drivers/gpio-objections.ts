import type { Objection } from "../config/driver-schemas.ts";
import { parseDuration } from "../core/duration.ts";
import type { GpioConnection, GpioReading, GpioTo } from "./gpio-schemas.ts";
import { pinMeaning } from "./header-pins.ts";

/** ms; the kernel counts µs in 32 bits, and nothing bounces for so long. */
const longestDebounce = 60_000;

/** What no schema can say of where a line is and how it is read. */
export function gpioObjections(
  settings: Pick<GpioReading, "pin" | "debounce" | "pull"> & Pick<GpioTo, "drive">,
  connection: GpioConnection | undefined,
): readonly Objection[] {
  const { pin, debounce } = settings;
  return [
    ...(pin === undefined ? [] : pinObjections(pin, connection)),
    ...debounceObjections(debounce),
    ...(connection?.via === "sysfs" ? sysfsObjections(settings) : []),
  ];
}

/** Of what counts or times edges. */
export function inexactObjections(connection: GpioConnection | undefined): readonly Objection[] {
  if (connection?.via !== "sysfs") return [];
  const message = "`counter` and `frequency` cannot be had `via: sysfs`, which has no time of an edge; leave `via` out";
  return [{ keys: [], message }];
}

function sysfsObjections({
  debounce = "0s",
  pull,
  drive = "push-pull",
}: Pick<GpioReading, "debounce" | "pull"> & Pick<GpioTo, "drive">): readonly Objection[] {
  const cannot = (key: string, remedy: string): Objection => ({
    keys: [key],
    message: `is not there \`via: sysfs\`; ${remedy}`,
  });
  return [
    ...(pull === undefined ? [] : [cannot("pull", "leave it out, and wire a resistor")]),
    ...(drive === "push-pull" ? [] : [cannot("drive", "leave it out, and wire a transistor")]),
    ...(parseDuration(debounce) === 0
      ? []
      : [cannot("debounce", "say `debounce: 0s`, and use a capacitor or `settle` in `process`")]),
  ];
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
