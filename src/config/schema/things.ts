import { aliasesSchema, titleSchema } from "./property.ts";
import { defaultsSchema } from "./report.ts";
import { idShape } from "./shapes.ts";

/** Keys of a Thing that a profile may have as well. */
export const thingKeys = {
  title: { ...titleSchema, description: "How people call it. Default: made from the id." },
  aliases: aliasesSchema,
  connection: {
    type: "string",
    pattern: idShape.pattern,
    description: "Connection of every `from`, `to` and `available` that names none.",
  },
  from: { type: "object", description: "Keys that stand under every `from` of its properties." },
  to: { type: "object", description: "Keys that stand under every `to` of its properties and actions." },
  available: {
    type: "object",
    description: "Where the Thing itself says whether it is there; `values` maps `true` and `false`.",
  },
  defaults: {
    ...defaultsSchema,
    description:
      "For every property of the Thing that says nothing else; key by key before the `defaults` of the file.",
  },
  properties: { type: "object", description: "Its values, by name." },
  actions: { type: "object", description: "What it can be asked to do, by name." },
} as const;

/** One piece of hardware as the room sees it. */
export const thingSchema = {
  type: "object",
  description: "One piece of hardware as the room sees it.",
  additionalProperties: false,
  properties: {
    profile: {
      type: "string",
      minLength: 1,
      description:
        "A file under `devices/` without its ending, such as `zigbee2mqtt/climate`. The keys here win over its keys; `null` leaves one of them out, be it a property, an action or a limit (only of `safe_value` it is a value).",
    },
    with: {
      type: "object",
      additionalProperties: { type: ["boolean", "number", "string"] },
      description: "The profile's parameters: each fills its `{name}`.",
    },
    ...thingKeys,
  },
} as const;
