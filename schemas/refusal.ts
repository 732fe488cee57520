import type { XSchema, XStatic } from "./schema.ts";

export const refusalType = "dev.roomwire.refusal";

/** Why something typed was not done. */
export const refusalSchema = {
  title: refusalType,
  description: "Why something typed was not done. It was never begun, so it has no id and no result.",
  type: "object",
  required: ["v", "code", "detail"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    code: { type: "string", description: "Why, in one word of the list in commands.md." },
    detail: { type: "string", description: "Why, as one sentence, in English." },
  },
} as const satisfies XSchema;

export type RefusalContent = XStatic<typeof refusalSchema>;

export const refusalExample: RefusalContent = {
  v: 1,
  code: "not-allowed",
  detail: "You may not write greenhouse/pump.",
};
