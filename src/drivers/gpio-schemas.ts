import type { XStatic } from "typebox/schema";
import { durationShape } from "../config/schema/shapes.ts";

/** The same literal for all drivers of GPIO. */
export const gpioConnection = {
  type: "object",
  additionalProperties: false,
  properties: {
    chip: {
      type: "string",
      minLength: 1,
      maxLength: 31,
      description:
        "Label of the GPIO chip, as `roomwire doctor` lists it. Default: the 40-pin header of a Raspberry Pi; lines by name are looked for on all chips.",
    },
    via: {
      enum: ["sysfs"],
      description:
        "`sysfs`: by /sys/class/gpio, without pull, debounce, drive, counter and frequency. Default: by the character device, and by sysfs only where the kernel has none.",
    },
  },
} as const;

const place = {
  line: {
    type: ["string", "integer"],
    minLength: 1,
    maxLength: 31,
    minimum: 0,
    maximum: 1023,
    description:
      "The line: its name, such as GPIO17, or its number on the chip, which for the header is the BCM number (17).",
  },
  pin: {
    type: "integer",
    minimum: 1,
    maximum: 40,
    description: "Instead of `line`: the pin of the 40-pin header, counted as printed (11 is GPIO17).",
  },
} as const;

export const eitherPlace = [{ required: ["line"] }, { required: ["pin"] }] as const;

const electrical = {
  pull: {
    enum: ["up", "down", "none"],
    description: "Resistor inside the chip: to 3.3 V, to ground, or none. Default: as the board has it.",
  },
  active_low: {
    type: "boolean",
    description: "`true`: a low voltage is on (a contact to ground, most relay boards). Default: false.",
  },
} as const;

export const gpioDuration = { type: "string", pattern: durationShape.pattern } as const;

/** Keys of every input. */
export const gpioInputProperties = {
  ...place,
  ...electrical,
  debounce: { ...gpioDuration, description: "How long a level must last to count, such as 20ms. Default: not at all." },
} as const;

const gpioFrom = {
  type: "object",
  additionalProperties: false,
  properties: gpioInputProperties,
  oneOf: eitherPlace,
} as const;

const gpioTo = {
  type: "object",
  additionalProperties: false,
  properties: {
    ...place,
    ...electrical,
    drive: {
      enum: ["push-pull", "open-drain", "open-source"],
      description:
        "`open-drain`: on pulls to ground and off lets go; `open-source`: the other way round. Default: push-pull.",
    },
  },
  oneOf: eitherPlace,
} as const;

/** Those of a line that is on or off. */
export const gpioSchemas = { connection: gpioConnection, from: gpioFrom, to: gpioTo } as const;

/** Where a line is, as each schema lets it through. */
export interface GpioPlace {
  readonly line?: string | number | undefined;
  readonly pin?: number | undefined;
}

/** How it is read. */
export interface GpioReading extends GpioPlace {
  readonly pull?: "up" | "down" | "none" | undefined;
  readonly active_low?: boolean | undefined;
  readonly debounce?: string | undefined;
}

export type GpioConnection = XStatic<typeof gpioConnection>;
export type GpioTo = XStatic<typeof gpioTo>;
