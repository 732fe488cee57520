import type { XSchema, XStatic } from "./schema.ts";

export const telemetryType = "dev.roomwire.telemetry";

const thing = {
  type: "string",
  description: "Id of the Thing. This one and what else is optional: as the nearest column before says.",
} as const;
const name = { type: "string", description: "Name of the property." } as const;
const baseAt = { type: "integer", description: "UTC ms that the column's times are relative to." } as const;
const kind = {
  enum: ["number", "boolean", "text"],
  description: "`number`: of type `number` or `integer`; `text`: of type `string`.",
} as const;
const unit = {
  type: ["string", "null"],
  description: "Of numbers: SenML unit or a customary one; null for none. The first column without it has none.",
} as const;
const scale = {
  type: "integer",
  minimum: 0,
  maximum: 64,
  description: "Of numbers: digits after the point, value = integer / 10^scale.",
} as const;
const times = {
  anyOf: [
    { type: "array", items: { type: "integer" } },
    { type: "integer", minimum: 0 },
  ],
  description:
    "One item per value: ms since the item before, the first since `base_at`. An integer n instead: the same list as column n, which stands earlier and has its own.",
} as const;
const scaled = {
  type: ["integer", "string"],
  pattern: "^-?[0-9]{1,128}$",
  description: "An integer; beyond ±(2^53 − 1) its digits as a string.",
} as const;

const sinceBase = { type: "integer", description: "ms since `base_at`." } as const;
const quality = {
  type: "integer",
  minimum: 0,
  maximum: 4,
  description: "0 ok, 1 stale, 2 unavailable, 3 out-of-range, 4 fault.",
} as const;
const holes = {
  type: "array",
  items: {
    anyOf: [
      { type: "array", prefixItems: [sinceBase, quality], minItems: 2, maxItems: 2 },
      { type: "array", prefixItems: [sinceBase, quality, scaled], minItems: 3, maxItems: 3 },
    ],
  },
  description:
    "Moments whose quality is not ok: [ms since `base_at`, quality], or [ms, quality, value] where there is a value. That value is whole: scaled integer, 0 or 1, or index of a word.",
} as const;

/** Numbers or booleans of one series. */
export const valuesColumnSchema = {
  type: "object",
  required: ["name", "times", "values"],
  properties: {
    thing,
    name,
    base_at: baseAt,
    kind,
    unit,
    scale,
    times,
    values: {
      type: "array",
      items: scaled,
      description:
        "Numbers: each as the difference to the one before, the first to 0. Booleans: 1 is true, 0 is false.",
    },
    holes,
  },
} as const satisfies XSchema;

/** Words of one series. */
export const textColumnSchema = {
  type: "object",
  required: ["name", "words", "times", "indexes"],
  properties: {
    thing,
    name,
    base_at: baseAt,
    kind,
    words: { type: "array", items: { type: "string" }, description: "Each word once." },
    times,
    indexes: { type: "array", items: { type: "integer", minimum: 0 }, description: "Places in `words`, from 0." },
    holes,
  },
} as const satisfies XSchema;

const path = { type: "string", description: "Property, as `thing/name`." } as const;
const sinceLatest = { type: "integer", description: "ms since `at`." } as const;

/** A property's newest reading: without a value, with a boolean or a word, with a number. */
const latestRowSchema = {
  anyOf: [
    { type: "array", prefixItems: [path, sinceLatest, quality], minItems: 3, maxItems: 3 },
    {
      type: "array",
      prefixItems: [path, sinceLatest, quality, { type: ["boolean", "string"], description: "Boolean or word." }],
      minItems: 4,
      maxItems: 4,
    },
    {
      type: "array",
      prefixItems: [path, sinceLatest, quality, scaled, { type: "integer", minimum: 0, maximum: 64 }],
      minItems: 5,
      maxItems: 5,
    },
  ],
} as const satisfies XSchema;

/** A batch of readings, column by column. */
export const telemetrySchema = {
  title: telemetryType,
  description:
    "A batch of readings of any Things, live and backlog, column by column. A gap in `seq` means that one is missing.",
  type: "object",
  required: ["v", "epoch", "seq", "clock", "columns"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    epoch: { type: "integer", minimum: 1, description: "Which run of the agent made it." },
    seq: { type: "integer", minimum: 1, description: "Count of the epoch's telemetry events, from 1." },
    clock: {
      enum: ["trusted", "untrusted"],
      description: "Whether the agent's clock was known to be right when this was sealed.",
    },
    times: {
      enum: ["repaired", "guessed"],
      description:
        "Only where times in `columns` were not known when they were measured: `repaired`, computed once the clock was set; `guessed`, some of them are not known yet. Their distances are right in any case.",
    },
    after: {
      type: "object",
      required: ["epoch", "seq"],
      properties: {
        epoch: { type: "integer", minimum: 1, description: "Its epoch." },
        seq: { type: "integer", minimum: 1, description: "Its seq." },
      },
      description: "Only in an epoch's first: the event sealed last before it.",
    },
    columns: {
      type: "array",
      items: { anyOf: [valuesColumnSchema, textColumnSchema] },
      description:
        "One per series: a property with one unit and scale. Where the times of a series go back, another one begins; it was recorded later. A column says of `thing`, `base_at`, `kind`, `unit` and `scale` only what the nearest column before that says it does not.",
    },
    latest: {
      type: "object",
      required: ["at", "rows"],
      properties: {
        at: { type: "integer", description: "UTC ms that the times of the rows are relative to." },
        rows: {
          type: "array",
          items: latestRowSchema,
          description: "One per property: [`thing/name`, ms since `at`, quality, value, scale].",
        },
      },
      description:
        "Only while older readings wait: what is newest now, told ahead of its turn. No part of history: where it was recorded, it comes again in the `columns` of a later event.",
    },
  },
} as const satisfies XSchema;

export type Column = XStatic<typeof valuesColumnSchema> | XStatic<typeof textColumnSchema>;
export type LatestRow = XStatic<typeof latestRowSchema>;
export type TelemetryContent = XStatic<typeof telemetrySchema>;

export const telemetryExample: TelemetryContent = {
  v: 1,
  epoch: 17,
  seq: 204,
  clock: "trusted",
  columns: [
    {
      thing: "greenhouse",
      name: "temperature",
      base_at: 1_780_310_400_000,
      kind: "number",
      unit: "Cel",
      scale: 1,
      times: [0, 10_000, 10_000],
      values: [215, 2, -1],
      holes: [[30_000, 4]],
    },
    { name: "humidity", unit: "%RH", scale: 0, times: 0, values: [55, 0, 1], holes: [[30_000, 3, 140]] },
    { name: "door", kind: "boolean", times: [3_120, 12_480], values: [1, 0] },
    { thing: "bath", name: "mode", kind: "text", words: ["auto", "heat"], times: [0, 15_000], indexes: [0, 1] },
  ],
};
