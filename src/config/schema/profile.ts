import { thingKeys } from "./things.ts";

/** A file under `devices/`: a reusable Thing. */
export const profileSchema = {
  type: "object",
  description: "A reusable Thing.",
  additionalProperties: false,
  required: ["title", "source", "samples", "properties"],
  properties: {
    ...thingKeys,
    parameters: {
      type: "object",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["description"],
        properties: { description: { type: "string" }, default: { type: ["boolean", "number", "string"] } },
      },
      description: "What `with` must name, and may name where there is a `default`.",
    },
    source: { type: "string", minLength: 1, description: "The public document that the samples come from." },
    samples: {
      type: "array",
      minItems: 1,
      description: "What the device sends, and what comes of it.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["payload", "expect"],
        properties: {
          topic: { type: "string", description: "MQTT topic it comes on, parameters at their defaults or `{name}`." },
          payload: { type: "string", description: "What is sent, as in the source." },
          expect: { type: "object", additionalProperties: { type: ["boolean", "number", "string"] } },
        },
      },
    },
  },
} as const;
