import { hexPattern } from "../../core/hex-bytes.ts";
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
      description:
        "What `with` must name, and may name where there is a `default`. They stand in texts only, never for a number.",
    },
    needs: {
      type: "object",
      minProperties: 1,
      description:
        "What the connection must be for this device: its `type`, and such as `baud_rate` and `frame`, of which `check` only warns.",
    },
    source: { type: "string", minLength: 1, description: "The public document that the samples come from." },
    samples: {
      type: "array",
      minItems: 1,
      description: "What the device sends, and what comes of it.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["expect"],
        oneOf: [{ required: ["payload"] }, { required: ["payload_hex"] }],
        properties: {
          topic: { type: "string", description: "MQTT topic it comes on, parameters at their defaults or `{name}`." },
          payload: {
            type: "string",
            description: "What is sent, as in the source; of the kernel's files `name:text`, a line each.",
          },
          request_hex: {
            type: "string",
            pattern: hexPattern,
            description: "What it was asked, where that says what the answer is for (Modbus).",
          },
          payload_hex: { type: "string", pattern: hexPattern, description: "The same as bytes." },
          expect: { type: "object", additionalProperties: { type: ["boolean", "number", "string"] } },
        },
      },
    },
  },
} as const;
