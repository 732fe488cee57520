import { idShape, masterKeyShape, userShape } from "./shapes.ts";

/** One person who may do something. */
export const operatorSchema = {
  type: "object",
  description: "One person who may do something.",
  additionalProperties: false,
  required: ["user"],
  properties: {
    user: { type: "string", pattern: userShape.pattern, description: 'Matrix user id, in quotes: `"@…:…"`.' },
    master_key: {
      type: "string",
      pattern: masterKeyShape.pattern,
      description: "Unpadded base64 of the person's cross-signing master key. Pins it: no other key is ever accepted.",
    },
    may: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { enum: ["read", "write", "invoke", "admin"] },
      default: ["read"],
      description: "What the person may do.",
    },
    things: {
      type: "array",
      uniqueItems: true,
      items: { type: "string", pattern: idShape.pattern },
      description: "Ids of the Things it holds for. Default: all.",
    },
  },
} as const;

/** Who may command. */
export const operatorsSchema = {
  type: "array",
  description: "Who may command the agent, and what.",
  items: { type: "object" },
} as const;

/** Who may receive without commanding. */
export const readersSchema = {
  type: "array",
  uniqueItems: true,
  items: { type: "string", pattern: userShape.pattern },
  default: [],
  description: "Matrix users who may receive, not command.",
} as const;
