import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import type { NewInboxEvent } from "../../src/core/store-ports.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";
import { SyncInbox } from "../../src/matrix/sync-inbox.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { body, message, operator, RecordedStore, room, rules, self } from "./some-sync.ts";

const stateAfter = "org.matrix.msc4222.state_after";
const user = fc.constantFrom<unknown>(self, operator, "@eve:x", "eve", "", 7, null);
const type = fc.oneof(
  fc.constantFrom<unknown>("m.room.encrypted", "m.room.member", "m.room.message", "m.room.tombstone", "m.room.create"),
  fc.anything(),
);
const content = fc.oneof(
  fc.record({ membership: fc.constantFrom<unknown>("join", "leave", "invite", 1) }),
  fc.record({ ciphertext: fc.string(), session_id: fc.string() }),
  fc.anything(),
);
const event = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { type, sender: user, event_id: fc.oneof(fc.string(), fc.anything()), content, state_key: user },
      { requiredKeys: ["type", "sender", "event_id", "content"] },
    ),
  },
  { weight: 1, arbitrary: fc.anything() },
);
const some = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 6, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: fc.anything() });
const events = some(fc.record({ events: some(fc.array(event, { maxLength: 20 })) }));
const section = some(
  fc.record(
    {
      timeline: some(
        fc.record({ events: some(fc.array(event, { maxLength: 20 })), limited: some(fc.boolean()), prev_batch: user }),
      ),
      state: events,
      [stateAfter]: events,
      invite_state: events,
      summary: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);
const rooms = some(fc.dictionary(fc.constantFrom(room, "!other", "__proto__", ""), section, { maxKeys: 3 }));
const anyBody = some(
  fc.record(
    {
      next_batch: some(fc.string({ maxLength: 20 })),
      rooms: some(fc.record({ join: rooms, leave: rooms, invite: rooms, knock: rooms }, { requiredKeys: [] })),
      to_device: fc.anything(),
      device_lists: fc.anything(),
    },
    { requiredKeys: ["next_batch"] },
  ),
);

function inboxFor(answer: string) {
  const kept: NewInboxEvent[] = [];
  const inbox = new SyncInbox({
    ...rules,
    store: new RecordedStore("t0"),
    clock: new HandClock(),
    mayKeep: () => true,
    admit: (admitted) => kept.push(admitted) > 0,
    fetch: async () => new Response(answer),
    onSynced: () => undefined,
    onGap: () => undefined,
    onKeysLost: () => undefined,
    onInvite: () => undefined,
    onFatal: (fault) => assert.fail(fault),
  });
  return { inbox, kept };
}

/** Takes it, or throws the fault that says what is wrong with it; checks what was handed on. */
async function take(text: string): Promise<readonly NewInboxEvent[]> {
  const { inbox, kept } = inboxFor(text);
  const answer = await inbox.fetch("http://x/_matrix/client/v3/sync?since=t0");
  const { rooms: cut } = (await answer.json()) as SyncBody;
  for (const { timeline } of Object.values(cut?.join ?? {})) assert.deepEqual(timeline?.events, []);
  for (const { eventId, sender, type: kind, raw } of kept) {
    assert.deepEqual([typeof eventId, typeof sender, typeof kind], ["string", "string", "string"]);
    assert.equal(typeof JSON.parse(raw), "object");
    assert.notEqual(sender, self);
  }
  return kept;
}

async function isTaken(text: string): Promise<boolean> {
  try {
    await take(text);
    return true;
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    return false;
  }
}

test("no body of /sync breaks the inbox or holds the loop for 50 ms; what is no sync is a fault", async () => {
  for (let warm = 0; warm < 20; warm++) await isTaken(JSON.stringify(body(`t${warm}`, timelineOf(100))));
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyBody, async (anything) => {
      const text = JSON.stringify(anything) ?? "";
      let isWell = false;
      const held = await leastCpuMs(async () => {
        isWell = await isTaken(text);
      });
      assert.ok(held < longestHoldMs, `${held} ms`);
      if (isWell) taken += 1;
      else refused += 1;
    }),
    fuzzRuns(2_000),
  );
  console.log(`${taken} bodies of /sync taken, ${refused} refused`);
  assert.ok(taken > 0 && refused > 0);
});

test("a full answer of the largest events holds the loop for less than 50 ms", async () => {
  const text = JSON.stringify(body("t1", timelineOf(100, 16_000)));
  await take(text);
  let kept = 0;
  const held = await leastCpuMs(async () => {
    kept = (await take(text)).length;
  });
  assert.equal(kept, 100);
  assert.ok(held < longestHoldMs, `${held} ms`);
});

interface Kept {
  readonly why: string;
  readonly body: unknown;
  /** Event ids that enter the inbox; left out where it is no sync. */
  readonly kept?: readonly string[];
}

for (const file of readdirSync(new URL("corpus", import.meta.url))) {
  const {
    why,
    body: said,
    kept,
  } = JSON.parse(readFileSync(new URL(`corpus/${file}`, import.meta.url), "utf8")) as Kept;
  test(`${file}: ${why}`, async () => {
    const taking = take(JSON.stringify(said));
    if (kept === undefined) return await assert.rejects(taking, AgentFault);
    assert.deepEqual(
      (await taking).map(({ eventId }) => eventId),
      kept,
    );
  });
}

/** So many events of a listed sender, each with so many characters. */
function timelineOf(count: number, characters = 300): object {
  const content = { ciphertext: "x".repeat(characters) };
  const events = Array.from({ length: count }, (_, place) => ({ ...message(`$${place}`), content }));
  return { timeline: { events, limited: false } };
}
