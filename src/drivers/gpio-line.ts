import { parseDuration } from "../core/duration.ts";
import type { GpioInput, GpioLine } from "../core/gpio-lines.ts";
import type { GpioPlace, GpioReading } from "./gpio-schemas.ts";
import { pinMeaning } from "./header-pins.ts";

/** The line that is meant. The configuration's check let one of the two keys through. */
export function gpioLine({ line, pin }: GpioPlace): GpioLine {
  if (typeof line === "string") return { name: line };
  return { offset: line ?? Number(pinMeaning(pin ?? 0)) };
}

/** How an input is to be read; `debounceByDefault`: as the configuration says it. */
export function gpioInput(from: GpioReading, debounceByDefault = "0s"): GpioInput {
  const { active_low, pull, debounce = debounceByDefault } = from;
  return {
    line: gpioLine(from),
    activeLow: active_low === true,
    pull,
    debounce: parseDuration(debounce) ?? 0,
  };
}
