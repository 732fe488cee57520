import type { XSchema, XStatic } from "./schema.ts";
import { latestValueSchema, stateExample } from "./state.ts";
import { thingSchema } from "./thing.ts";

export const snapshotType = "dev.roomwire.snapshot";

/** All latest values at one moment. */
export const snapshotSchema = {
  title: snapshotType,
  description: "All latest values at one moment, and how the agent is doing.",
  type: "object",
  required: ["v", "at", "epoch", "version", "clock", "buffer", "things"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    at: { type: "integer", description: "When it was made, UTC ms." },
    epoch: { type: "integer", minimum: 1, description: "Which run of the agent made it." },
    version: { type: "string", description: "Version of Roomwire." },
    clock: { enum: ["trusted", "untrusted"], description: "Whether the agent's clock is known to be right." },
    buffer: {
      type: "object",
      required: ["readings", "posts"],
      properties: {
        readings: { type: "integer", minimum: 0, description: "Readings recorded but not yet delivered." },
        oldest_at: { type: "integer", description: "UTC ms of the oldest of them." },
        posts: { type: "integer", minimum: 0, description: "Results and answers not yet delivered." },
      },
      description: "What waits to be sent.",
    },
    things: {
      type: "object",
      additionalProperties: { type: "object", additionalProperties: latestValueSchema },
      description: "Latest values by Thing and property.",
    },
    descriptions: {
      type: "object",
      additionalProperties: thingSchema,
      description:
        "Contents of `dev.roomwire.thing` by Thing, where state may not carry them; of one that is gone once.",
    },
  },
} as const satisfies XSchema;

export type SnapshotContent = XStatic<typeof snapshotSchema>;

export const snapshotExample: SnapshotContent = {
  v: 1,
  at: 1_780_310_402_000,
  epoch: 17,
  version: "0.1.0",
  clock: "trusted",
  buffer: { readings: 12, oldest_at: 1_780_310_390_000, posts: 0 },
  things: { greenhouse: stateExample.properties },
};
