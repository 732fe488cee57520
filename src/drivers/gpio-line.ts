import { parseDuration } from "../core/duration.ts";
import type { GpioInput, GpioLine } from "../core/gpio-lines.ts";
import type { GpioPlace, GpioReading } from "./gpio-schemas.ts";
import { pinMeaning } from "./header-pins.ts";

/** The line that is meant. The configuration's check let one of the two keys through. */
export function gpioLine({ line, pin }: GpioPlace): GpioLine {
  if (typeof line === "string") return { name: line };
  return { offset: line ?? Number(pinMeaning(pin ?? 0)) };
}

/** What a form of input has of its own. */
export interface InputDefaults {
  /** As the configuration says it. */
  readonly debounce?: string;
  readonly exact?: boolean;
}

/** How an input is to be read. */
export function gpioInput(
  from: GpioReading,
  { debounce: byDefault = "0s", exact = false }: InputDefaults = {},
): GpioInput {
  const { active_low, pull, debounce = byDefault } = from;
  return {
    line: gpioLine(from),
    activeLow: active_low === true,
    pull,
    debounce: parseDuration(debounce) ?? 0,
    exact,
  };
}
