import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { type FilledGap, SyncGaps } from "../../src/matrix/sync-gaps.ts";
import { cpuMs, fuzzRuns, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { body, message, operator, room, rules, self } from "./some-sync.ts";

const now = new HandClock().now();

const some = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: fc.anything() });
const event = some(
  fc.record(
    {
      type: some(fc.constantFrom("m.room.encrypted", "m.room.member", "m.room.message")),
      sender: some(fc.constantFrom(self, operator, "@eve:x", "")),
      event_id: some(fc.constantFrom(...Array.from({ length: 30 }, (_, place) => `$${place}`))),
      room_id: some(fc.constantFrom(room, room, room, room, "!other")),
      content: some(fc.record({ ciphertext: fc.string(), session_id: fc.string() })),
      origin_server_ts: some(fc.constantFrom(now, now - 200_000, now - 400_000, now + 1e9)),
      state_key: fc.constantFrom("", self),
    },
    { requiredKeys: ["type", "sender", "event_id", "content"] },
  ),
);
const token = some(fc.constantFrom("p0", "p1", "p2", "p3", "p4", "p5"));
const page = some(
  fc.record({ chunk: some(fc.array(event, { maxLength: 20 })), end: token }, { requiredKeys: ["chunk"] }),
).map((content) => JSON.stringify(content) ?? "");
const answer = fc.oneof(
  { weight: 20, arbitrary: page },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constantFrom(403, 500) },
);
const answers = fc.array(answer, { minLength: 1, maxLength: 50 });

const mostTries = 3;
const mostPages = 20;

/** As SyncInbox does: asks again while the gap is refused. */
async function fill(given: readonly (string | number)[]) {
  const gaps = new SyncGaps({ ...rules, clock: new HandClock(), horizonMs: 300_000 });
  const cut = body("t1", { timeline: { events: [message("$last")], limited: true, prev_batch: "p0" } });
  let [asked, longest, began] = [0, 0, cpuMs()];
  const ask = async () => {
    longest = Math.max(longest, cpuMs() - began);
    began = cpuMs();
    const next = given[asked++ % given.length] ?? "";
    return typeof next === "number" ? new Response(null, { status: next }) : new Response(next);
  };
  for (let tries = 1; ; tries++) {
    try {
      const filled = await gaps.fill(cut, "t0", ask);
      return { filled, tries, asked, longest: Math.max(longest, cpuMs() - began) };
    } catch (error) {
      assert.ok(error instanceof AgentFault && error.code === "homeserver-refused", String(error));
    }
  }
}

function checkEvents({ events }: FilledGap): void {
  const ids = events.map(({ eventId }) => eventId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { sender, raw, room: of } of events) {
    const { room_id = room, state_key } = JSON.parse(raw) as { room_id?: unknown; state_key?: unknown };
    assert.deepEqual([room_id, of, state_key, sender === self], [room, room, undefined, false]);
  }
}

test("no answer to /messages is followed for ever, holds the loop for 50 ms, or brings what is not of the room", async () => {
  let [whole, left] = [0, 0];
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      const { filled, tries, asked, longest } = await fill(given);
      assert.ok(longest < longestHoldMs, `${longest} ms`);
      assert.ok(tries <= mostTries && asked <= tries * mostPages, `${tries} tries, ${asked} pages`);
      assert.equal(filled.length, 1);
      for (const gap of filled) {
        checkEvents(gap);
        if (gap.left === undefined) whole += 1;
        else left += 1;
      }
    }),
    fuzzRuns(1_000),
  );
  assert.ok(whole > 0 && left > 0, `${whole} gaps filled, ${left} left`);
});
