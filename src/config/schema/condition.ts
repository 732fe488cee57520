import { durationShape, referenceShape } from "./shapes.ts";

/** What a condition can ask, one of them each. */
export const tests = ["is", "above", "below", "outside", "stale", "changes"] as const;

export const conditionKeys = {
  property: {
    type: "string",
    pattern: referenceShape.pattern,
    description: "Which property: its name within the same Thing, or `thing/property`.",
  },
  is: { type: ["boolean", "number", "string"], description: "Met while the value is this one." },
  above: { type: "number", description: "Met while the value is greater." },
  below: { type: "number", description: "Met while the value is less." },
  outside: {
    type: "array",
    minItems: 2,
    maxItems: 2,
    items: { type: "number" },
    description: "`[a, b]`: met while the value is less than a or greater than b.",
  },
  stale: {
    type: "string",
    pattern: durationShape.pattern,
    description: "Met when nothing came from the property for this long.",
  },
  changes: { enum: [true], description: "Met at the moment in which the value becomes another one." },
  clear_at: {
    type: "number",
    description: "With `above`, `below` and `outside`: once met, it stays met until the value is back here.",
  },
  for: {
    type: "string",
    pattern: durationShape.pattern,
    description: "Met only after the test has held for this long.",
  },
} as const;

/** Exactly one of them. */
export const oneTest = tests.map((test) => ({ required: [test] }));

/** One question about the latest value of a property. */
export const conditionSchema = {
  type: "object",
  description:
    "One question about the latest value of a property. A value that is stale or not known meets none but `stale`.",
  additionalProperties: false,
  oneOf: oneTest,
  properties: conditionKeys,
} as const;

/** What must be seen for an action to count as done. */
export const expectSchema = {
  type: "object",
  description: "What must be seen, and in which time, for an action to count as done.",
  additionalProperties: false,
  required: ["within"],
  oneOf: oneTest,
  properties: {
    ...conditionKeys,
    within: { type: "string", pattern: durationShape.pattern, description: "Time in which it must be met." },
  },
} as const;

/** Conditions that must all be met; what stands inside is checked one by one. */
export const conditionsSchema = {
  type: ["object", "array"],
  minItems: 1,
  maxItems: 20,
  items: { type: "object" },
} as const;
