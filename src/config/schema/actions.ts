import { outputSchema } from "./bindings.ts";
import { conditionsSchema } from "./condition.ts";
import { limitsSchema, linkLossSchema } from "./limits.ts";
import { aliasesSchema, askSchema, criticalSchema, titleSchema } from "./property.ts";
import { durationShape, idShape } from "./shapes.ts";

/** The three ways in which an action can work. */
const works = [{ required: ["pulse"] }, { required: ["write"] }, { required: ["to"] }] as const;

const duration = { type: "string", pattern: durationShape.pattern } as const;

/** Something a Thing can be asked to do. */
export const actionSchema = {
  type: "object",
  description: "Something a Thing can be asked to do.",
  additionalProperties: false,
  oneOf: works,
  properties: {
    title: { ...titleSchema, description: "How people call it. Default: made from the name." },
    aliases: aliasesSchema,
    pulse: {
      type: "string",
      pattern: idShape.pattern,
      description: "Property of the same Thing that goes on for a time and then to its `safe_value`.",
    },
    for: {
      type: ["string", "object"],
      pattern: durationShape.pattern,
      additionalProperties: false,
      required: ["default"],
      properties: {
        default: { ...duration, description: "Time of a pulse when the command names none." },
        maximum: { ...duration, description: "Longest time that a command may name. Default: `default`." },
      },
      description: "How long a `pulse` lasts: a time, or `{ default: 20s, maximum: 2m }`.",
    },
    value: {
      type: ["boolean", "number", "string"],
      description: "Value of a `pulse` while it lasts. Default: `true`; other types need it.",
    },
    write: {
      type: "object",
      minProperties: 1,
      additionalProperties: { type: ["boolean", "number", "string"] },
      description: "Properties of the same Thing and the values they get, in this order.",
    },
    to: { type: "object", description: "An output of its own, which nobody can name." },
    limits: { ...limitsSchema, description: "Limits of the action's own output, `to`." },
    on_link_loss: { ...linkLossSchema, description: "What becomes of its own output, `to`, on link loss." },
    only_if: { ...conditionsSchema, description: "Conditions that must be met when it begins: one, or a list." },
    expect: { type: "object", description: "What must be seen for it to count as done." },
    critical: criticalSchema,
    ask: askSchema,
    idempotent: {
      type: "boolean",
      description: "Whether doing it twice does the same as doing it once. Default: `true` for `write`, else `false`.",
    },
  },
} as const;

/** Keys of the `to` of an action. */
export const actionOutputSchema = {
  type: "object",
  required: ["safe_value"],
  anyOf: [{ required: ["value"] }, { required: ["pulse"] }],
  properties: {
    ...outputSchema.properties,
    value: {
      type: ["boolean", "number", "string"],
      description: "What is written. Default with `pulse`: `true`.",
    },
    pulse: { ...duration, description: "Time after which `safe_value` is set again." },
  },
} as const;
