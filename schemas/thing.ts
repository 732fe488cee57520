import type { XSchema, XStatic } from "./schema.ts";

export const thingType = "dev.roomwire.thing";

/** Schema of one property, a subset of the W3C WoT property affordance. */
export const propertyDescriptionSchema = {
  type: "object",
  required: ["title", "type"],
  properties: {
    title: { type: "string", description: "Name for people." },
    type: { enum: ["boolean", "integer", "number", "string"], description: "Type of the value." },
    unit: { type: "string", description: "SenML unit or a customary one." },
    minimum: { type: "string", description: "Least value, as a decimal string." },
    maximum: { type: "string", description: "Greatest value, as a decimal string." },
    step: { type: "string", description: "Values are whole multiples of this decimal string." },
    decimals: {
      type: "integer",
      minimum: 0,
      description:
        "Digits after the point of a `number`; without it they are not known before, and zeros at the end say nothing.",
    },
    enum: { type: "array", items: { type: "string" }, description: "All values that a `string` may have." },
    labels: {
      type: "array",
      items: {
        type: "object",
        required: ["value", "label"],
        properties: {
          value: { type: ["boolean", "integer", "string"], description: "The value, as in events." },
          label: { type: "string", description: "How people read and type it." },
        },
      },
      description: "How people read and type single values.",
    },
    readOnly: { type: "boolean", description: "True: it cannot be written." },
    writeOnly: {
      type: "boolean",
      description: "True: it is never measured, so nothing but the results of commands tells what was written.",
    },
    critical: { type: "boolean", description: "True: a write needs a challenge." },
  },
} as const satisfies XSchema;

export type PropertyDescription = XStatic<typeof propertyDescriptionSchema>;

/** Schema of one action, a subset of the W3C WoT action affordance. */
export const actionDescriptionSchema = {
  type: "object",
  required: ["title"],
  properties: {
    title: { type: "string", description: "Name for people." },
    input: {
      type: "object",
      required: ["type", "unit", "default", "maximum"],
      properties: {
        type: { const: "integer", description: "Type of the input." },
        unit: { const: "ms", description: "Its unit." },
        default: { type: "integer", minimum: 1, description: "The time when a command names none." },
        maximum: { type: "integer", minimum: 1, description: "The longest time that a command may name." },
      },
      description: "For a pulse: how long it lasts, which the `input` of a command may name. Without it: no input.",
    },
    idempotent: { type: "boolean", description: "True: doing it twice is the same as doing it once." },
    critical: { type: "boolean", description: "True: it needs a challenge." },
  },
} as const satisfies XSchema;

export type ActionDescription = XStatic<typeof actionDescriptionSchema>;

/** What a Thing is and can do. */
export const thingSchema = {
  title: thingType,
  description:
    "What a Thing is and can do: a subset of the W3C Thing Description. The state_key is that of `dev.roomwire.state`. Private properties are left out, and actions that switch them.",
  type: "object",
  required: ["v", "title", "properties", "actions"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    title: { type: "string", description: "Name for people." },
    properties: {
      type: "object",
      additionalProperties: propertyDescriptionSchema,
      description: "Schema of each property, by its name.",
    },
    actions: {
      type: "object",
      additionalProperties: actionDescriptionSchema,
      description: "Schema of each action, by its name.",
    },
    gone: {
      const: true,
      description:
        "The agent has this Thing no more: it says no properties, no actions, and its id in place of a title.",
    },
  },
} as const satisfies XSchema;

export type ThingContent = XStatic<typeof thingSchema>;

export const thingExample: ThingContent = {
  v: 1,
  title: "Greenhouse",
  properties: {
    temperature: {
      title: "Temperature",
      type: "number",
      unit: "Cel",
      minimum: "-40",
      maximum: "85",
      decimals: 1,
      readOnly: true,
    },
    door: {
      title: "Door",
      type: "boolean",
      labels: [
        { value: true, label: "open" },
        { value: false, label: "closed" },
      ],
      readOnly: true,
    },
    pump: { title: "Pump", type: "boolean" },
  },
  actions: {
    close_all: { title: "Close all", idempotent: true },
    water: { title: "Water", input: { type: "integer", unit: "ms", default: 20_000, maximum: 120_000 } },
  },
};
