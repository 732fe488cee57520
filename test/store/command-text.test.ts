import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Command } from "../../src/core/command.ts";
import { asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { commandText, outcomeText, readCommand, readOutcome } from "../../src/store/command-text.ts";

const value = fc.oneof(
  fc.boolean(),
  fc.string({ unit: "binary" }),
  fc.record({ coefficient: fc.bigInt({ min: -(10n ** 80n), max: 10n ** 80n }), scale: fc.nat({ max: 30 }) }),
);

const command = fc.record({
  id: fc.string(),
  sender: fc.string().map(asUserId),
  room: fc.string().map(asRoomId),
  eventId: fc.string({ unit: "binary" }),
  source: fc.constantFrom("event" as const, "text" as const),
  thing: fc.string().map(asThingId),
  op: fc.constantFrom("write" as const, "invoke" as const, "read" as const),
  name: fc.string(),
  input: fc.option(value, { nil: undefined }),
  lease: fc.option(fc.nat(), { nil: undefined }),
  pulse: fc.option(fc.nat(), { nil: undefined }),
  expiresAt: fc.option(fc.nat(), { nil: undefined }),
}) satisfies fc.Arbitrary<Command>;

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({
    status: fc.constant("done" as const),
    output: fc.option(value, { nil: undefined }),
    confirmed: fc.constantFrom("property" as const, "driver" as const, "none" as const),
  }),
  fc.record({
    status: fc.constant("unknown" as const),
    code: fc.constantFrom("unconfirmed" as const, "interrupted" as const),
    detail: fc.string({ unit: "binary" }),
  }),
);

test("every command comes back exactly, numbers of any length included", () => {
  fc.assert(fc.property(command, (one) => assert.deepEqual(readCommand(commandText(one)), withPlainRecords(one))));
});

test("every outcome comes back exactly", () => {
  fc.assert(fc.property(outcome, (one) => assert.deepEqual(readOutcome(outcomeText(one)), withPlainRecords(one))));
});

/** fast-check makes some records without a prototype, which strict equality would tell apart. */
function withPlainRecords<Part>(part: Part): unknown {
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, field]) => [key, withPlainRecords(field)]));
}
