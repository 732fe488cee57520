import assert from "node:assert/strict";
import { test } from "node:test";
import { carryOut } from "../../src/control/carry-out.ts";
import type { Command } from "../../src/core/command.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import { ana, room } from "../fakes/gate-scene.ts";
import { guardBench, someOutput } from "../fakes/guard-bench.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";

const pump = someOutput("pump");
const temperature = someProperty({ type: "boolean" });
const action = someAction("rest", { work: { kind: "write", writes: [{ property: "pump", value: false }] } });
const water = someAction("water", {
  work: { kind: "pulse", property: "pump", value: true, for: { default: 20_000, maximum: 60_000 } },
});
const thing = someThing("box", [temperature, pump], { actions: [action, water] });

function scene() {
  const bench = guardBench([pump]);
  let latest: Reading | undefined;
  let asked = 0;
  const quieted: unknown[][] = [];
  const parts = {
    ...bench.parts,
    alerts: {
      acknowledge: (...asked: unknown[]) => void quieted.push(["ack", ...asked]),
      mute: (...asked: unknown[]) => void quieted.push(["mute", ...asked]),
    },
    things: [thing],
    latest: () => latest,
    refresh: () => {
      asked += 1;
      return true;
    },
  };
  const run = (change: Partial<Command>) => carryOut({ ...base, ...change }, new AbortController().signal, parts);
  const take = (change: Partial<Reading>) => {
    latest = { path: temperature.path, value: true, quality: "ok", measuredAt: 0, takenAt: 0, ...change };
    bench.readBack.take(latest);
  };
  return { ...bench, output: bench.fake(pump), run, take, asked: () => asked, quieted };
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
const everything = { thing: asThingId("all"), op: "invoke" } as const;

test("reading gives the latest value, and says why there is none", async () => {
  const { run, take } = scene();
  const nothing = await run({});
  assert.equal(nothing.status === "failed" && nothing.code, "connection-down");
  take({});
  assert.deepEqual(await run({}), { status: "done", output: true, confirmed: "property" });
  take({ quality: "stale" });
  assert.deepEqual(await run({}), { status: "failed", code: "driver-failed", detail: "The value is stale." });
});

test("a fresh reading waits until the source has answered", async () => {
  const { clock, run, take, asked } = scene();
  const outcome = run({ input: "fresh" });
  await clock.advance(1_000);
  take({ value: false });
  assert.deepEqual(await outcome, { status: "done", output: false, confirmed: "property" });
  assert.equal(asked(), 1);
});

test("a write takes its value and its lease", async () => {
  const { clock, run, output } = scene();
  const outcome = await run({ op: "write", name: "pump", input: true, lease: 10_000 });
  assert.deepEqual(outcome, { status: "done", output: true, confirmed: "driver" });
  await clock.advance(10_000);
  assert.deepEqual(output.written, [true, false]);
});

test("an action writes, a pulse lasts as long as the command says", async () => {
  const { clock, run, output } = scene();
  assert.equal((await run({ op: "invoke", name: "rest" })).status, "done");
  const pulse = run({ op: "invoke", name: "water", pulse: 3_000 });
  await clock.advance(3_000);
  assert.equal((await pulse).status, "done");
  assert.deepEqual(output.written, [false, true, false]);
});

test("stop sets everything safe and keeps it so until release", async () => {
  const { run, output, emergency } = scene();
  await run({ op: "write", name: "pump", input: true });
  assert.equal((await run({ ...everything, name: "stop" })).status, "done");
  assert.deepEqual(output.written, [true, false]);
  assert.equal(emergency.fact?.by, ana);
  const refused = await run({ op: "write", name: "pump", input: true });
  assert.equal(refused.status === "refused" && refused.code, "stopped");
  assert.equal((await run({ ...everything, name: "release" })).status, "done");
  assert.equal((await run({ op: "write", name: "pump", input: true })).status, "done");
});

test("what the configuration knows no more is refused", async () => {
  const { run } = scene();
  for (const change of [
    { name: "gone" },
    { op: "write", name: "gone", input: true },
    { op: "invoke", name: "gone" },
    { ...everything, name: "gone" },
  ] as const) {
    const outcome = await run(change);
    assert.equal(outcome.status === "refused" && outcome.code, "unknown-target");
  }
});

test("what is acknowledged or muted is so at once, of one Thing or of all, by whoever asked", async () => {
  const { run, quieted } = scene();
  const done = { status: "done", output: undefined, confirmed: "none" };
  assert.deepEqual(await run({ ...everything, name: "ack" }), done);
  assert.deepEqual(await run({ op: "invoke", name: "mute", pulse: 5 }), done);
  assert.deepEqual(await run({ op: "invoke", name: "mute", pulse: 0 }), done);
  assert.deepEqual(quieted, [
    ["ack", "all", base.sender],
    ["mute", base.thing, 5, base.sender],
    ["mute", base.thing, 0, base.sender],
  ]);
});
