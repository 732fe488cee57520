import type { XSchema, XStatic } from "./schema.ts";

export const stateType = "dev.roomwire.state";

/** The latest value of one property, as it stands in state and in snapshots. */
export const latestValueSchema = {
  type: "object",
  required: ["quality"],
  properties: {
    value: {
      type: ["boolean", "integer", "string"],
      description: "The value; a `number` as a decimal string. Missing where there is nothing to show.",
    },
    unit: { type: "string", description: "SenML unit or a customary one." },
    quality: {
      enum: ["ok", "stale", "unavailable", "out-of-range", "fault"],
      description: "How far the value can be trusted.",
    },
    measured_at: { type: "integer", description: "When it was measured, UTC ms. Missing where nobody knows." },
  },
} as const satisfies XSchema;

export type LatestValue = XStatic<typeof latestValueSchema>;

/** Latest values of one Thing. */
export const stateSchema = {
  title: stateType,
  description:
    "Latest values of one Thing. The state_key is `<agent's user id without @>/<thing>`; trust it only when it belongs to the sender.",
  type: "object",
  required: ["v", "properties"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    properties: {
      type: "object",
      additionalProperties: latestValueSchema,
      description: "Latest value of each property, by the property's name.",
    },
  },
} as const satisfies XSchema;

export type StateContent = XStatic<typeof stateSchema>;

export const stateExample: StateContent = {
  v: 1,
  properties: {
    temperature: { value: "21.5", unit: "Cel", quality: "ok", measured_at: 1_780_310_400_000 },
    door: { value: false, quality: "ok", measured_at: 1_780_310_395_250 },
    humidity: { unit: "%RH", quality: "unavailable" },
  },
};
