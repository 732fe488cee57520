import type { XSchema, XStatic } from "./schema.ts";

export const auditType = "dev.roomwire.audit";

/** The head of the agent's audit, out of its own reach. */
export const auditSchema = {
  title: auditType,
  description:
    "The head of the agent's audit, a chain of hashes: who has it can tell later whether the entries up to it were altered or taken away (`roomwire audit --head LENGTH:HEAD`).",
  type: "object",
  required: ["v", "length", "head", "at"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    length: { type: "integer", minimum: 1, description: "Number of the newest entry; counted from 1, never reused." },
    head: { type: "string", pattern: "^[0-9a-f]{64}$", description: "Hash of that entry, lower-case hex." },
    at: { type: "integer", description: "When that was so: UTC ms." },
  },
} as const satisfies XSchema;

export type AuditContent = XStatic<typeof auditSchema>;

export const auditExample: AuditContent = {
  v: 1,
  length: 1204,
  head: "9f2c7f0b6a1d3e5c8b4a2d1f0e9c8b7a6f5e4d3c2b1a09182736455463728190",
  at: 1_780_310_400_000,
};
