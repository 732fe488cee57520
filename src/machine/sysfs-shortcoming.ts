import type { GpioLineConfig } from "./gpio-uapi.ts";

/** Why a line cannot be had so over sysfs, as the end of a sentence with the remedy; undefined: it can. */
export function sysfsShortcoming({ pull, drive = "push-pull", debounce }: GpioLineConfig): string | undefined {
  if (pull !== undefined)
    return "has no `pull` over /sys/class/gpio; leave it out, and wire a resistor or set it in the board's overlay";
  if (drive !== "push-pull")
    return `cannot be ${drive} over /sys/class/gpio; leave \`drive\` out, and wire a transistor`;
  if (debounce !== undefined)
    return "has no `debounce` over /sys/class/gpio; say `debounce: 0s`, and use a capacitor or `settle` in `process`";
  return undefined;
}
