import type { XSchema, XStatic } from "./schema.ts";

export const resultType = "dev.roomwire.result";

/** What became of a command. Exactly one final result per command. */
export const resultSchema = {
  title: resultType,
  description:
    "What became of a command. `done`, `refused`, `failed` and `unknown` are final; `accepted` comes only after 3 s without a final one.",
  type: "object",
  required: ["v", "command", "status", "seq", "at"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    command: { type: "string", description: "The command's id." },
    status: {
      enum: ["accepted", "done", "refused", "failed", "unknown"],
      description: "`failed`: certainly not done. `unknown`: it may or may not have been done.",
    },
    code: { type: "string", description: "Why, in one word that the documentation lists; missing for `done`." },
    detail: { type: "string", description: "Why, as one sentence." },
    output: {
      type: ["boolean", "integer", "string"],
      description: "The value read, or read back; a `number` as a decimal string.",
    },
    confirmed: {
      enum: ["property", "driver", "none"],
      description: "What shows that it was done: the property itself, the driver's word, or nothing.",
    },
    seq: { type: "integer", minimum: 1, description: "Count of the agent's results; a gap means that one is missing." },
    at: { type: "integer", description: "When it was decided, UTC ms." },
    challenge: {
      type: "object",
      required: ["nonce", "expires_at"],
      properties: {
        nonce: { type: "string", description: "128 random bits in base64url, to be repeated in a new command." },
        expires_at: {
          type: "integer",
          description: "30 s later, UTC ms. The agent itself counts on its monotonic clock.",
        },
      },
      description: "With code `challenge`: repeat the same wish under a new id and new times, with this nonce.",
    },
    "m.relates_to": {
      type: "object",
      required: ["rel_type", "event_id"],
      properties: {
        rel_type: { const: "m.reference", description: "A reference (Matrix spec, client-server API)." },
        event_id: { type: "string", description: "Event id of the command." },
      },
      description: "The command's event.",
    },
  },
} as const satisfies XSchema;

export type ResultContent = XStatic<typeof resultSchema>;

export const resultExample: ResultContent = {
  v: 1,
  command: "5f0c9d1e-6f0b-4a59-9f5f-0d8c4f0f8a11",
  status: "done",
  output: true,
  confirmed: "property",
  seq: 42,
  at: 1_780_310_400_731,
  "m.relates_to": { rel_type: "m.reference", event_id: "$kx1wYpM0p5nB3c0oQmJm7o9VwZb3t1mEoT2bq0xYwzA" },
};
