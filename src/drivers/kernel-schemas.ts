import { durationShape } from "../config/schema/shapes.ts";

const duration = { type: "string", pattern: durationShape.pattern } as const;

/** The same literal for all drivers of the kernel's files. */
export const kernelConnection = {
  type: "object",
  additionalProperties: false,
  properties: {
    timeout: {
      ...duration,
      description:
        "How long one read may take; a DS18B20 takes 0.75 s. What takes longer holds up only what hangs on the same bus. Default: 5s.",
    },
  },
} as const;

const poll = { ...duration, description: "How often it is asked. Default: 30s." } as const;
const word = { type: "string", minLength: 1, maxLength: 64 } as const;

const sensor = {
  ...word,
  description:
    "Which sensor, as `roomwire doctor` lists it: what its driver calls it (`lm75`), the type of a thermal zone, the id of a 1-wire sensor.",
} as const;
const device = {
  ...word,
  maxLength: 256,
  pattern: "^[^/].*[^/]$",
  description:
    "Where it hangs, where several are called alike: the end of its path below /sys/devices, such as 1-0048 (bus and address on I2C).",
} as const;
const channel = {
  ...word,
  description:
    "Which of its channels: temp1, in0, humidity1 of hwmon, temp, pressure, voltage0 of IIO; or the channel's label.",
} as const;

const figure = <const Words extends readonly string[]>(words: Words) =>
  ({ enum: words, description: "Which figure; docs/kernel-sensors.md lists them with their units." }) as const;

const hwmon = {
  type: "object",
  additionalProperties: false,
  required: ["sensor", "channel"],
  properties: {
    sensor,
    device,
    channel,
    attribute: {
      ...word,
      pattern: "^[a-z][a-z_]*$",
      description: "Which file of the channel: `average`, `highest`, `alarm`, `lcrit_alarm` … Default: input.",
    },
    poll,
  },
} as const;

const iio = {
  type: "object",
  additionalProperties: false,
  required: ["sensor", "channel"],
  properties: { sensor, device, channel, poll },
} as const;

const w1 = {
  type: "object",
  additionalProperties: false,
  required: ["sensor"],
  properties: { sensor, poll },
} as const;

const thermal = {
  type: "object",
  additionalProperties: false,
  required: ["sensor"],
  properties: { sensor, device, poll },
} as const;

/** Those with a number come in V, A, W, Wh, Ah, °C, s and per cent. */
export const powerFigures = [
  "capacity",
  "capacity_level",
  "status",
  "health",
  "online",
  "voltage_now",
  "voltage_avg",
  "current_now",
  "current_avg",
  "power_now",
  "power_avg",
  "energy_now",
  "energy_full",
  "energy_full_design",
  "charge_now",
  "charge_full",
  "charge_full_design",
  "temp",
  "cycle_count",
  "time_to_empty_now",
  "time_to_full_now",
] as const;

const power = {
  type: "object",
  additionalProperties: false,
  required: ["supply", "figure"],
  properties: {
    supply: { ...word, description: "Name of the battery or supply, such as BAT0." },
    figure: figure(powerFigures),
    poll,
  },
} as const;

const network = {
  type: "object",
  additionalProperties: false,
  required: ["interface", "figure"],
  properties: {
    interface: { ...word, maxLength: 15, pattern: "^[^/\\s]+$", description: "Name of the interface, such as eth0." },
    figure: figure(["carrier", "operstate", "speed", "rx_bytes", "tx_bytes", "rx_rate", "tx_rate"]),
    poll,
  },
} as const;

const disk = {
  type: "object",
  additionalProperties: false,
  required: ["mount", "figure"],
  properties: {
    mount: {
      ...word,
      maxLength: 256,
      pattern: "^/",
      description: "Where the file system is mounted, such as / or /mnt/usb.",
    },
    figure: figure(["free", "total", "used", "used_percent"]),
    poll,
  },
} as const;

const system = {
  type: "object",
  additionalProperties: false,
  required: ["figure"],
  properties: {
    figure: figure([
      "load_1m",
      "load_5m",
      "load_15m",
      "memory_available",
      "memory_total",
      "memory_used_percent",
      "uptime",
    ]),
    poll,
  },
} as const;

const firmware = {
  type: "object",
  additionalProperties: false,
  required: ["flag"],
  properties: {
    flag: {
      enum: ["under_voltage", "frequency_capped", "throttled", "temperature_limit"],
      description: "What the firmware of a Raspberry Pi says of its power and heat.",
    },
    since_boot: {
      type: "boolean",
      description: "`true`: whether it was so at any time since the start. Default: whether it is so now.",
    },
    poll,
  },
} as const;

/** What a binding may say, by `as`; the first is what one means that names no `as`. */
export const kernelSchemas = { hwmon, iio, w1, thermal, power, network, disk, system, firmware } as const;
