import { durationShape } from "./shapes.ts";

/** What an output may not do, whoever asks for it. */
export const limitsSchema = {
  type: "object",
  description: "What an output may not do, whoever asks for it.",
  additionalProperties: false,
  properties: {
    max_on: {
      type: "string",
      pattern: durationShape.pattern,
      description: "Longest time it may stay on after a write; then `safe_value` is set.",
    },
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
