import type { XSchema, XStatic } from "./schema.ts";
import { latestValueSchema, stateExample } from "./state.ts";

export const valuesType = "dev.roomwire.values";

/** The values that an answer tells. */
export const valuesSchema = {
  title: valuesType,
  description: "The values that an answer tells, as they were when it was asked.",
  type: "object",
  required: ["v", "at", "things"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    at: { type: "integer", description: "When that was, UTC ms." },
    things: {
      type: "object",
      additionalProperties: { type: "object", additionalProperties: latestValueSchema },
      description: "Latest values by Thing and property, of those that the asker may read.",
    },
    more: { type: "integer", minimum: 1, description: "So many more Things have no place here." },
  },
} as const satisfies XSchema;

export type ValuesContent = XStatic<typeof valuesSchema>;

export const valuesExample: ValuesContent = {
  v: 1,
  at: 1_780_310_402_000,
  things: { greenhouse: stateExample.properties },
};
