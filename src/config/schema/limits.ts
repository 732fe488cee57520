import { conditionsSchema } from "./condition.ts";
import { durationShape, rateShape, referenceShape } from "./shapes.ts";

/** What an output may not do, whoever asks for it. */
export const limitsSchema = {
  type: "object",
  description: "What an output may not do, whoever asks for it. On is what is not `false`, 0 or the value of `off`.",
  additionalProperties: false,
  properties: {
    max_on: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Longest time it may stay on after a write; then `safe_value` is set.",
    },
    min_off: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Least time it stays off before it may be on again, also over a restart.",
    },
    not_with: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", pattern: referenceShape.pattern },
      description:
        "Outputs that are never on together with it: their names within the same Thing, or `thing/property`. Holds for both sides, wherever it stands.",
    },
    dead_time: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Time between one of `not_with` going off and this one going on, and the other way round.",
    },
    only_if: { ...conditionsSchema, description: "Conditions that must be met when it goes on: one, or a list." },
    only_while: {
      ...conditionsSchema,
      description:
        "Conditions that must be met when it goes on and as long as it is on; else `safe_value` is set: one, or a list.",
    },
    max_switches: {
      type: "string",
      pattern: rateShape.pattern,
      description:
        "How often it may go on in a minute (`3/m`), an hour (`20/h`) or a day (`50/d`), also over a restart; at most 1000.",
    },
    minimum: { type: "number", description: "Least value of a command, where that is more than the property's own." },
    maximum: {
      type: "number",
      description: "Greatest value of a command, where that is less than the property's own.",
    },
    hold: { enum: ["forever"], description: "`forever`: it may stay on without end. Ends the warning about it." },
  },
} as const;

/** What becomes of an output when the homeserver is not heard. */
export const linkLossSchema = {
  type: "object",
  description: "What becomes of an output when the homeserver is not heard. Without it the output holds its value.",
  additionalProperties: false,
  required: ["after", "do"],
  properties: {
    after: { type: "string", pattern: durationShape.pattern, description: "Time without word from the homeserver." },
    do: { enum: ["safe", "hold"], description: "`safe`: `safe_value` is set. `hold`: it keeps its value." },
  },
} as const;

/** How a write is confirmed by reading the property. */
export const readBackSchema = {
  type: "object",
  description: "How a write is confirmed by reading the property again.",
  additionalProperties: false,
  required: ["within"],
  properties: {
    within: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Time in which the value read must equal the value written.",
    },
    tolerance: { type: "number", minimum: 0, description: "Numbers: difference that still counts as equal." },
  },
} as const;
