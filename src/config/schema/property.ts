import { alertListSchema } from "./alerts.ts";
import { limitsSchema, linkLossSchema, readBackSchema } from "./limits.ts";
import { processSchema } from "./process.ts";
import { reportSchema } from "./report.ts";
import { durationShape } from "./shapes.ts";

export const titleSchema = { type: "string", minLength: 1, maxLength: 100 } as const;

export const aliasesSchema = {
  type: "array",
  items: titleSchema,
  default: [],
  description: "Other names that people may type.",
} as const;

export const askSchema = {
  enum: ["auto", "always", "never"],
  default: "auto",
  description:
    "What the agent asks back for: `auto` what could do harm late (docs/commands.md), `always` every command, `never` no text but of what is `critical`.",
} as const;

export const criticalSchema = {
  type: "boolean",
  default: false,
  description: "Every command but one of the `safe_value` needs a proof that it is fresh.",
} as const;

/** A value of a Thing. */
export const propertySchema = {
  type: "object",
  description: "A value of a Thing: what it is, where it is read and written, what is told of it.",
  additionalProperties: false,
  required: ["type"],
  properties: {
    title: { ...titleSchema, description: "How people call it. Default: made from the name." },
    aliases: aliasesSchema,
    type: {
      enum: ["boolean", "integer", "number", "string"],
      description: "Kind of value. Numbers are exact decimals; an `integer` is rounded to a whole one.",
    },
    unit: {
      type: "string",
      minLength: 1,
      description:
        'Unit: a SenML name (`Cel`, `"%RH"`, `V`, `lx`, `Pa`) or a customary one (`°C`, `"%"`, `kWh`, `l/min`).',
    },
    minimum: {
      type: "number",
      description: "Least possible value. A reading below is out of range, a command refused.",
    },
    maximum: { type: "number", description: "Greatest possible value." },
    step: { type: "number", exclusiveMinimum: 0, description: "Values are multiples of it." },
    decimals: {
      type: "integer",
      minimum: 0,
      maximum: 9,
      description:
        "Digits after the point. Default: those of `step`, else of `report.change`, else 3, of which people see no zeros at the end.",
    },
    enum: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { type: "string", minLength: 1, maxLength: 100 },
      description: "The words that a `string` can be. An output must have them.",
    },
    labels: {
      type: "object",
      additionalProperties: { type: "string", minLength: 1, maxLength: 100 },
      description:
        "How people read and type a value: `{ true: open, false: closed }`. What stands on the wire is `values`.",
    },
    private: {
      type: "boolean",
      default: false,
      description:
        "Never leaves the agent unencrypted. Nor do readings that wait for a property which this file has no more: it may have been private.",
    },
    critical: criticalSchema,
    ask: askSchema,
    momentary: {
      type: "boolean",
      default: false,
      description:
        "Every sample is recorded (a bell, a button), but none that a broker retained: nobody knows when it was.",
    },
    stale: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Time without a sample after which the value counts as stale. Default: never.",
    },
    off: {
      type: ["boolean", "number", "string"],
      description: "The value that means off, besides `false` and 0.",
    },
    alerts: alertListSchema,
    from: { type: "object", description: "Where it is read." },
    to: { type: "object", description: "Where it is written." },
    process: processSchema,
    report: reportSchema,
    limits: limitsSchema,
    on_link_loss: linkLossSchema,
    read_back: readBackSchema,
  },
} as const;
