import { idShape, masterKeyShape, momentShape, userShape } from "./shapes.ts";

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
    trust: {
      enum: ["first-use"],
      description:
        "Without `master_key`: `first-use` pins the first key that the homeserver names for the person, and says so aloud. Who runs the homeserver can name a false one.",
    },
    may: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { enum: ["read", "write", "invoke", "admin"] },
      default: ["read"],
      description: "What the person may do; `admin` may end a stop as well.",
    },
    things: {
      type: "array",
      uniqueItems: true,
      items: { type: "string", pattern: idShape.pattern },
      description: "Ids of the Things it holds for. Default: all.",
    },
    until: {
      type: "string",
      pattern: momentShape.pattern,
      description:
        "When all rights end: a day such as `2026-12-01`, which counts to its end in `time_zone`, or a time such as `2026-12-01T18:00:00Z`. Default: never.",
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
