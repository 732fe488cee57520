import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Command } from "../../src/core/command.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { done, type GateScene, gateScene, goodFacts, operators } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";

/** Carrying out that a test ends by hand, by the command's place in the order of acting. */
function byHand() {
  const ends: ((outcome?: Outcome) => void)[] = [];
  const carryOut = () =>
    new Promise<Outcome>((resolve) => {
      ends.push((outcome = done) => resolve(outcome));
    });
  return { carryOut, end: (place: number) => ends[place]?.() };
}

const acted = ({ carried }: GateScene) => carried.map(({ name, input }) => `${name} ${input}`);
const ended = ({ outcomes }: GateScene) =>
  outcomes.map(({ command: { name, input }, outcome }) => {
    return `${name} ${input}: ${"code" in outcome ? outcome.code : outcome.status}`;
  });

test("stop goes past everything: other Things, the same one, and a second look at the sender", async () => {
  const { carryOut } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command() });
  await gate.receive({ content: gate.command({ thing: "bath", name: "fan" }) });
  gate.opener.hangs = true;
  await gate.receive({ content: gate.command({ thing: "all", op: "invoke", name: "stop", input: undefined }) });
  assert.deepEqual(acted(gate), ["lamp true", "fan true", "stop undefined"]);
});

test("a write of a safe value goes ahead of its Thing's lane and supersedes what waits for that output", async () => {
  const { carryOut, end } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command() });
  await gate.receive({ content: gate.command({ name: "flow", input: "7" }) });
  await gate.receive({ content: gate.command({ input: false }) });
  assert.deepEqual(acted(gate), ["lamp true", "pump false"]);
  assert.deepEqual(ended(gate), ["pump true: superseded"]);
  end(0);
  end(1);
  await gate.clock.advance(0);
  assert.deepEqual(acted(gate).slice(0, 2), ["lamp true", "pump false"]);
  assert.equal(gate.carried[2]?.name, "flow");
});

test("a safe value supersedes an action that would still write that output", async () => {
  const { carryOut } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command({ op: "invoke", name: "rest", input: undefined }) });
  await gate.receive({ content: gate.command({ input: false }) });
  assert.deepEqual(acted(gate), ["lamp true", "pump false"]);
  assert.deepEqual(ended(gate), ["rest undefined: superseded"]);
});

test("a safe value supersedes a write whose sender is still being looked at, so that it cannot act later", async () => {
  const { carryOut } = byHand();
  await using gate = gateScene({ carryOut });
  gate.opener.hangs = true;
  await gate.receive({ content: gate.command() });
  gate.opener.hangs = false;
  await gate.receive({ content: gate.command({ input: false }) });
  gate.opener.answer();
  await gate.clock.advance(0);
  assert.deepEqual(acted(gate), ["pump false"]);
  assert.deepEqual(ended(gate), ["pump true: superseded"]);
});

test("what comes after a safe value waits until it is written", async () => {
  const { carryOut, end } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ input: false }) });
  await gate.receive({ content: gate.command() });
  assert.deepEqual(acted(gate), ["pump false"]);
  end(0);
  await gate.clock.advance(0);
  assert.deepEqual(acted(gate), ["pump false", "pump true"]);
});

test("who left the room, or was banned, while a command waits loses it", async () => {
  const { carryOut, end } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command() });
  gate.joined = false;
  end(0);
  await gate.clock.advance(0);
  assert.deepEqual(ended(gate), ["lamp true: done", "pump true: not-joined"]);
});

test("whose rights end while a command waits loses it", async () => {
  const { carryOut, end } = byHand();
  const clock = new HandClock();
  const [first] = operators;
  const listed = first === undefined ? [] : [{ ...first, until: clock.now() + 10_000 }];
  await using gate = gateScene({ clock, carryOut, operators: listed });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command() });
  await clock.advance(10_000);
  end(0);
  await clock.advance(0);
  assert.deepEqual(ended(gate), ["lamp true: done", "pump true: rights-ended"]);
});

test("a lane that gets free goes on only when what went ahead is written", async () => {
  const { carryOut, end } = byHand();
  await using gate = gateScene({ carryOut });
  await gate.receive({ content: gate.command({ name: "lamp" }) });
  await gate.receive({ content: gate.command({ input: false }) });
  await gate.receive({ content: gate.command() });
  end(0);
  await gate.clock.advance(0);
  assert.deepEqual(acted(gate), ["lamp true", "pump false"]);
  end(1);
  await gate.clock.advance(0);
  assert.deepEqual(acted(gate), ["lamp true", "pump false", "pump true"]);
});

test("the order of acting is that of the newest wish for each output, whatever takes how long", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("write" as const), name: fc.constantFrom("pump", "lamp"), input: fc.boolean() }),
    fc.record({ kind: fc.constant("end" as const), place: fc.nat(8) }),
    fc.record({ kind: fc.constant("hang" as const), on: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { carryOut, end } = byHand();
      await using gate = gateScene({ carryOut });
      const wished: string[] = [];
      for (const one of steps) {
        if (one.kind === "write") {
          const content = gate.command({ name: one.name, input: one.input });
          wished.push(String(content.id));
          await gate.receive({ content });
        } else if (one.kind === "end") end(one.place);
        else if (one.on) gate.opener.hangs = true;
        else {
          gate.opener.hangs = false;
          gate.opener.answer();
        }
        await gate.clock.advance(0);
      }
      gate.opener.hangs = false;
      gate.opener.answer();
      for (let place = 0; place < 40; place++) {
        await gate.clock.advance(0);
        end(place);
      }
      await gate.clock.advance(0);
      const order = (name: string): readonly Command[] => gate.carried.filter((command) => command.name === name);
      for (const name of ["pump", "lamp"]) {
        const places = order(name).map(({ id }) => wished.indexOf(id));
        assert.deepEqual(
          places,
          places.toSorted((a, b) => a - b),
        );
        const newest = gate.store.journal.findLast(({ command }) => command.name === name)?.command.id;
        assert.equal(order(name).at(-1)?.id, newest, "the newest wish acts last");
      }
      assert.equal(gate.outcomes.length, wished.length);
    }),
    { numRuns: 200 },
  );
});

test("the event of a command that was begun, told again under its own id, is passed over; under another it is a replay", async () => {
  await using gate = gateScene();
  const content = gate.command();
  const event = { content, eventId: "$once", facts: { ...goodFacts, sessionId: "s", index: 4 } };
  await gate.receive(event);
  await gate.receive(event);
  assert.deepEqual([gate.carried.length, gate.refusals], [1, []]);
  await gate.receive({ ...event, eventId: "$twice" });
  assert.deepEqual(
    gate.refusals.map(({ code }) => code),
    ["replay"],
  );
});
