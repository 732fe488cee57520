import assert from "node:assert/strict";
import { test } from "node:test";
import { carryOut } from "../../src/control/carry-out.ts";
import { MaxOn } from "../../src/control/max-on.ts";
import { ReadBack } from "../../src/control/read-back.ts";
import type { Command } from "../../src/core/command.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import { FakeOutput } from "../fakes/fake-output.ts";
import { ana, room } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: false };
const [up, down] = ["up", "down"].map((name) => someProperty({ name, type: "boolean", from: undefined, to }));
const temperature = someProperty({ type: "boolean" });
const writes = [
  { property: "up", value: false },
  { property: "down", value: true },
];
const action = someAction("rest", { work: { kind: "write", writes } });
const thing = someThing("box", [temperature, ...[up, down].filter((property) => property !== undefined)], {
  actions: [action],
});

function bench() {
  const clock = new HandClock();
  const outputs: Readonly<Record<string, FakeOutput>> = { "box/up": new FakeOutput(), "box/down": new FakeOutput() };
  const state = { latest: undefined as Reading | undefined, asked: 0 };
  const readBack = new ReadBack();
  const parts = {
    clock,
    findOutput: (path: string) => outputs[path],
    readBack,
    maxOn: new MaxOn(clock, async () => true),
    things: [thing],
    latest: () => state.latest,
    refresh: () => {
      state.asked += 1;
      return true;
    },
  };
  const run = (change: Partial<Command>) => carryOut({ ...base, ...change }, new AbortController().signal, parts);
  const reading = (change: Partial<Reading>): Reading => ({
    path: temperature.path,
    value: true,
    quality: "ok",
    measuredAt: 0,
    takenAt: 0,
    ...change,
  });
  return { clock, outputs, state, readBack, run, reading };
}

const base: Command = {
  id: "id",
  sender: ana,
  room,
  eventId: "$e",
  source: "event",
  thing: asThingId("box"),
  op: "read",
  name: "temperature",
  input: undefined,
  lease: undefined,
  pulse: undefined,
  expiresAt: undefined,
};

test("reading gives the latest value, and says why there is none", async () => {
  const { run, state, reading } = bench();
  const nothing = await run({});
  assert.equal(nothing.status === "failed" && nothing.code, "connection-down");
  state.latest = reading({});
  assert.deepEqual(await run({}), { status: "done", output: true, confirmed: "property" });
  state.latest = reading({ quality: "stale" });
  assert.deepEqual(await run({}), { status: "failed", code: "driver-failed", detail: "The value is stale." });
});

test("a fresh reading waits until the source has answered", async () => {
  const { clock, run, state, readBack, reading } = bench();
  const outcome = run({ input: "fresh" });
  await clock.advance(1_000);
  state.latest = reading({ value: false });
  readBack.take(state.latest);
  assert.deepEqual(await outcome, { status: "done", output: false, confirmed: "property" });
  assert.equal(state.asked, 1);
});

test("an action writes its properties one after the other", async () => {
  const { run, outputs } = bench();
  assert.deepEqual(await run({ op: "invoke", name: "rest" }), {
    status: "done",
    output: undefined,
    confirmed: "driver",
  });
  assert.deepEqual([outputs["box/up"]?.written, outputs["box/down"]?.written], [[false], [true]]);
});

test("an action that was done in part is unknown, one that could not begin has failed", async () => {
  const { run, outputs } = bench();
  if (outputs["box/down"] !== undefined) outputs["box/down"].isUp = false;
  assert.equal((await run({ op: "invoke", name: "rest" })).status, "unknown");
  if (outputs["box/up"] !== undefined) outputs["box/up"].isUp = false;
  assert.equal((await run({ op: "invoke", name: "rest" })).status, "failed");
});
