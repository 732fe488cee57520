import type { XSchema, XStatic } from "./schema.ts";

export const commandType = "dev.roomwire.command";

/** A command of an operator. Unknown keys are refused: what the agent does not understand it does not do. */
export const commandSchema = {
  title: commandType,
  description: "A command. Unknown keys are refused. It relates to no other event.",
  type: "object",
  additionalProperties: false,
  required: ["v", "id", "agent", "room_id", "thing", "op", "name", "issued_at", "expires_at"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    id: {
      type: "string",
      pattern: "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
      description: "A fresh UUID. A command whose id was seen before is refused.",
    },
    agent: { type: "string", maxLength: 255, description: "User id of the agent it is for." },
    room_id: { type: "string", maxLength: 255, description: "The room it is sent to." },
    thing: {
      type: "string",
      pattern: "^[a-z][a-z0-9_]{0,31}$",
      description: "Id of the Thing; `all` to invoke `stop`, `release`, `ack` or `mute` on everything.",
    },
    op: {
      enum: ["write", "invoke", "read"],
      description: "Write a property, invoke an action, or read a property.",
    },
    name: {
      type: "string",
      pattern: "^[a-z][a-z0-9_]{0,31}$",
      description: "Name of the property or action; `ack` and `mute` are invoked on any Thing.",
    },
    input: {
      type: ["boolean", "integer", "string"],
      maxLength: 1024,
      minimum: -9_007_199_254_740_991,
      maximum: 9_007_199_254_740_991,
      description:
        'What to write: a boolean, an integer or a string; a `number` as a decimal string. For `read`, "fresh" asks the source anew. For an action that lasts a time, and for `mute`, that time in ms.',
    },
    lease: {
      type: "integer",
      minimum: 1,
      maximum: 9_007_199_254_740_991,
      description: "For a write: milliseconds after which the output goes back to its safe value, at most 366 days.",
    },
    issued_at: {
      type: "integer",
      minimum: 0,
      maximum: 9_007_199_254_740_991,
      description: "When it was made, UTC ms.",
    },
    expires_at: {
      type: "integer",
      minimum: 0,
      maximum: 9_007_199_254_740_991,
      description:
        "Not done after this, UTC ms; later than `issued_at`, at most by five minutes. Both are judged by the agent's clock where that is trusted; where not, a `challenge` takes their place.",
    },
    challenge: {
      type: "string",
      maxLength: 128,
      description:
        "The nonce of the `challenge` with which the agent refused the same wish of the same sender, within 30 s, once.",
    },
  },
} as const satisfies XSchema;

export type CommandContent = XStatic<typeof commandSchema>;

export const commandExample: CommandContent = {
  v: 1,
  id: "5f0c9d1e-6f0b-4a59-9f5f-0d8c4f0f8a11",
  agent: "@greenhouse:example.org",
  room_id: "!AbCdEf",
  thing: "greenhouse",
  op: "write",
  name: "pump",
  input: true,
  issued_at: 1_780_310_400_000,
  expires_at: 1_780_310_430_000,
};
