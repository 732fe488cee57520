import { idShape } from "./shapes.ts";

const common = {
  connection: {
    type: "string",
    pattern: idShape.pattern,
    description: "Name of a connection. Default: the Thing's `connection`.",
  },
  as: { type: "string", description: "Which driver of the connection's type. Default: its first." },
  values: {
    type: "object",
    minProperties: 1,
    additionalProperties: {
      type: ["boolean", "number", "string", "array"],
      items: { type: ["boolean", "number", "string"] },
      minItems: 1,
    },
    description: "Property value → what stands on the wire. Of a list the first is written and all are read.",
  },
  scale: { type: "number", description: "Property = wire × `scale` + `offset`. Not together with `values`." },
  offset: { type: "number", description: "See `scale`." },
} as const;

/** Keys of every `from`, `to` and `available`; the driver's own keys stand beside them. */
export const bindingSchema = {
  type: "object",
  properties: common,
} as const;

/** Keys of every `to`. */
export const outputSchema = {
  type: "object",
  required: ["safe_value"],
  properties: {
    ...common,
    safe_value: {
      type: ["boolean", "number", "string", "null"],
      description: "What the output is set to at start, stop and crash, and when a limit ends; `null` leaves it alone.",
    },
  },
} as const;
