import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asUserId } from "../../src/core/ids.ts";
import { agent, type GateScene, gateScene, text } from "../fakes/gate-scene.ts";

const cellar = asUserId("@cellar:example.org");

/** What can be typed, and what the design says of it: whether it moves anything, and what a text may do unasked. */
const wishes = [
  { typed: "temperature", moves: false, asks: "never" },
  { typed: "pump on", moves: true, asks: "without a clock" },
  { typed: "gh/pump off", moves: true, asks: "never" },
  { typed: "pump on for 5m", moves: true, asks: "without a clock" },
  { typed: "lamp on", moves: true, asks: "without a clock" },
  { typed: "heater off", moves: true, asks: "always" },
  { typed: "vent on", moves: true, asks: "always" },
  { typed: "vent off", moves: true, asks: "never" },
  { typed: "siren off", moves: true, asks: "always" },
  { typed: "flow 12", moves: true, asks: "without a clock" },
  { typed: "flow 0", moves: true, asks: "never" },
  { typed: "water", moves: true, asks: "always" },
  { typed: "water 20s", moves: true, asks: "always" },
  { typed: "rest", moves: true, asks: "never" },
  { typed: "stop", moves: false, asks: "never" },
  { typed: "ack", moves: false, asks: "never" },
  { typed: "ack greenhouse", moves: true, asks: "never" },
  { typed: "mute 2h", moves: true, asks: "always" },
  { typed: "mute gh for 1 h 30 min", moves: true, asks: "always" },
  { typed: "mute off", moves: true, asks: "never" },
] as const;

const world = fc.record({
  wish: fc.constantFrom(...wishes),
  hasClock: fc.boolean(),
  isAlone: fc.boolean(),
  isNamed: fc.boolean(),
  /** What is typed when a code is asked for, after how many s. */
  reply: fc.constantFrom("right", "wrong", "right after a wrong one", "right after three wrong ones", "nothing"),
  afterS: fc.constantFrom(0, 29, 30, 400),
  isOld: fc.boolean(),
});

function digitsOf(gate: GateScene): string | undefined {
  const body = String(gate.posted().at(-1)?.content.body ?? "");
  return /^Send (\d{4}) within/.exec(body)?.[1];
}

test("a text acts exactly when it may, or when its code comes in time, by an oracle of its own", async () => {
  const counts = { acted: 0, confirmed: 0, not: 0 };
  await fc.assert(
    fc.asyncProperty(world, async ({ wish, hasClock, isAlone, isNamed, reply, afterS, isOld }) => {
      await using gate = gateScene();
      gate.clock.setTrusted(hasClock);
      if (!isAlone) gate.agents = [agent, cellar];
      const sentAt = gate.clock.now() - (isOld ? 301_000 : 0);
      const named = isNamed ? "greenhouse: " : "!";
      await gate.receive({ ...text(`${named}${wish.typed}`), sentAt });
      const isHeard = (isAlone || isNamed || !wish.moves) && !(isOld && hasClock);
      const isAsked = isHeard && (wish.asks === "always" || (wish.asks === "without a clock" && !hasClock));
      const digits = digitsOf(gate);
      assert.equal(digits !== undefined, isAsked, JSON.stringify(gate.posted()));
      assert.equal(gate.carried.length, isHeard && !isAsked ? 1 : 0);
      if (digits === undefined) {
        counts[isHeard ? "acted" : "not"] += 1;
        return;
      }
      await gate.clock.advance(afterS * 1000);
      const wrong = digits === "1111" ? "2222" : "1111";
      const before = reply === "right after a wrong one" ? 1 : reply === "right after three wrong ones" ? 3 : 0;
      for (let index = 0; index < before; index++) await gate.receive(text(wrong));
      if (reply !== "nothing") await gate.receive(text(reply === "wrong" ? wrong : digits));
      const isRight = reply === "right" || reply === "right after a wrong one";
      const expected = isRight && afterS < 30 ? 1 : 0;
      assert.equal(gate.carried.length, expected);
      counts[expected === 1 ? "confirmed" : "not"] += 1;
      if (reply !== "nothing") await gate.receive(text(digits));
      assert.ok(gate.carried.length <= 1 || (reply === "wrong" && afterS < 30), "a code is used once");
      assert.deepEqual(gate.faults, []);
    }),
    { numRuns: 1200 },
  );
  assert.ok(Math.min(...Object.values(counts)) > 30, JSON.stringify(counts));
});
