import type { XSchema, XStatic } from "./schema.ts";

export const agentType = "dev.roomwire.agent";

/** State of the agent itself, state_key its own user id. Always plain, so it holds nothing private. */
export const agentSchema = {
  title: agentType,
  description:
    "Whether the agent is there. The state_key is the agent's user id. Always plain. Offline after `until`, whatever `online` says.",
  type: "object",
  required: ["v", "online", "since", "protocol", "starts"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    online: { type: "boolean", description: "False once the agent said goodbye, or the server said it for it." },
    since: { type: "integer", description: "When it came or went: UTC ms." },
    until: {
      type: "integer",
      description:
        "Take it as offline after this, UTC ms, unless renewed. Where the server has delayed events it flips `online` sooner.",
    },
    protocol: {
      type: "array",
      items: { type: "integer", minimum: 1 },
      minItems: 1,
      description: "The versions `v` of commands that the agent understands.",
    },
    starts: {
      type: "integer",
      minimum: 1,
      description:
        "How often this user's agent has come into its room, mostly by a start, over all its devices: the epoch. Never goes back.",
    },
  },
} as const satisfies XSchema;

export type AgentContent = XStatic<typeof agentSchema>;

export const agentExample: AgentContent = {
  v: 1,
  online: true,
  since: 1_780_310_400_000,
  until: 1_780_317_600_000,
  protocol: [1],
  starts: 17,
};
