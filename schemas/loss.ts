import type { XSchema, XStatic } from "./schema.ts";

export const lossType = "dev.roomwire.loss";

/** Readings that nobody will ever get, so that a gap is not taken for a quiet time. */
export const lossSchema = {
  title: lossType,
  description:
    "Readings that were recorded and then given up before they were delivered: how many of which property, from when to when, and why. What is delivered and what is told here is all that was ever recorded, but for what still waits.",
  type: "object",
  required: ["v", "epoch", "seq", "losses"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    epoch: { type: "integer", minimum: 1, description: "The run of the agent that tells it." },
    seq: {
      type: "integer",
      minimum: 1,
      description: "Counts up by one over all epochs. The same event again has the same number.",
    },
    losses: {
      type: "array",
      minItems: 1,
      description: "One entry a property and reason; each loss is told once.",
      items: {
        type: "object",
        required: ["reason", "count"],
        properties: {
          thing: {
            type: "string",
            description: "Id of the Thing. Missing with `name`: of which property is not known any more.",
          },
          name: { type: "string", description: "Name of its property." },
          reason: {
            enum: ["quota", "age", "disk", "corrupt", "rejected"],
            description:
              "quota: there was no room for more (`storage.keep.size`). age: older than `storage.keep.age`. disk: the disk took nothing for longer than memory holds. corrupt: the file was damaged. rejected: the homeserver refused the event they were in for good.",
          },
          count: { type: "integer", minimum: 1, description: "How many readings." },
          from_at: {
            type: "integer",
            description: "Time of the oldest of them: UTC ms. Missing: not known any more.",
          },
          to_at: { type: "integer", description: "Time of the newest of them: UTC ms." },
        },
        description: "What was lost of one property.",
      },
    },
  },
} as const satisfies XSchema;

export type LossContent = XStatic<typeof lossSchema>;

export const lossExample: LossContent = {
  v: 1,
  epoch: 17,
  seq: 3,
  losses: [
    {
      thing: "greenhouse",
      name: "temperature",
      reason: "quota",
      count: 5210,
      from_at: 1_780_310_400_000,
      to_at: 1_780_362_500_000,
    },
    { reason: "corrupt", count: 12, from_at: 1_780_310_400_000, to_at: 1_780_310_460_000 },
  ],
};
