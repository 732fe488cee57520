import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { fuzzRuns, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { agent, gateScene, room, someCommand } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { anyReceived, holdOf, receivedText } from "./gate-inputs.ts";

test("whatever arrives is judged, harms nothing and holds the loop for less than 50 ms", async () => {
  await using warm = gateScene();
  for (let index = 0; index < 20; index++) await warm.receive(receivedText(`!nothing ${index}`));
  const good = () => someCommand(new HandClock());
  let [count, longest] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(anyReceived(good), { minLength: 1, maxLength: 4 }), async (events) => {
      await using gate = gateScene();
      for (const event of events) {
        const held = await holdOf(gate, event);
        assert.ok(held < longestHoldMs, `${held} ms`);
        longest = Math.max(longest, held);
      }
      assert.deepEqual(gate.faults, []);
      assert.equal(gate.store.nextEvent(0), undefined);
      await gate.clock.advance(400_000);
      assert.equal(gate.store.finished.length, gate.store.journal.length, "each command begun has one end");
      count += events.length;
    }),
    fuzzRuns(600),
  );
  console.log(`${count} events, the slowest held the loop for ${longest.toFixed(1)} ms of CPU`);
});

interface Kept {
  readonly why: string;
  readonly text?: string;
  readonly command?: Readonly<Record<string, unknown>>;
  readonly carried: number;
}

for (const file of readdirSync(new URL("corpus", import.meta.url))) {
  const kept = JSON.parse(readFileSync(new URL(`corpus/${file}`, import.meta.url), "utf8")) as Kept;
  test(`${file}: ${kept.why}`, async () => {
    await using gate = gateScene();
    const content = { ...gate.command(), agent, room_id: room, ...kept.command };
    const event = kept.text === undefined ? { content: JSON.parse(JSON.stringify(content)) } : receivedText(kept.text);
    await gate.receive(event);
    assert.equal(gate.carried.length, kept.carried);
    assert.deepEqual(gate.faults, []);
  });
}
