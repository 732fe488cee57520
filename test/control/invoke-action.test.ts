import assert from "node:assert/strict";
import { test } from "node:test";
import { invokeAction } from "../../src/control/invoke-action.ts";
import type { Condition } from "../../src/core/condition.ts";
import type { Action } from "../../src/core/thing.ts";
import { guardBench, someOutput } from "../fakes/guard-bench.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";

const up = someOutput("up", { limits: { notWith: [someOutput("down").path], deadTime: 500 } });
const down = someOutput("down");
const bell = someOutput("ring");
const dark = someProperty({ name: "dark", type: "boolean" });
const isDark: Condition = { path: dark.path, test: { kind: "is", value: true }, clearAt: undefined, forMs: 0 };
const thing = someThing("box", [up, down, dark], { actionOutputs: [bell] });

const lift = someAction("lift", {
  work: {
    kind: "write",
    writes: [
      { property: "down", value: false },
      { property: "up", value: true },
    ],
  },
});

async function scene() {
  const bench = guardBench([up, down, bell]);
  const stop = new AbortController();
  await bench.guard.setSafe("start");
  await bench.clock.advance(1_000);
  for (const output of [up, down, bell]) bench.fake(output).written.length = 0;
  const invoke = (action: Action, pulse?: number) => invokeAction({ thing, action, pulse }, stop.signal, bench.parts);
  return { ...bench, stop, invoke, outputs: [bench.fake(up), bench.fake(down)] };
}

test("an action writes its properties one after the other", async () => {
  const { invoke, outputs } = await scene();
  assert.deepEqual(await invoke(lift), { status: "done", output: undefined, confirmed: "driver" });
  assert.deepEqual(
    outputs.map(({ written }) => written),
    [[true], [false]],
  );
});

test("an action that switches one of two interlocked outputs off and the other on waits for the dead time", async () => {
  const { clock, guard, invoke, fake } = await scene();
  guard.write({ property: down, value: true });
  await clock.advance(10_000);
  const outcome = invoke(lift);
  await clock.advance(499);
  assert.deepEqual([fake(down).written, fake(up).written], [[true, false], []]);
  await clock.advance(1);
  assert.deepEqual(fake(up).written, [true]);
  assert.equal((await outcome).status, "done");
});

test("in the other order it is refused as a whole, and nothing moves", async () => {
  const { clock, guard, invoke, fake } = await scene();
  guard.write({ property: down, value: true });
  await clock.advance(10_000);
  const writes = lift.work.kind === "write" ? lift.work.writes.toReversed() : [];
  const outcome = await invoke({ ...lift, work: { kind: "write", writes } });
  assert.equal(outcome.status === "refused" && outcome.code, "not-with");
  assert.deepEqual([fake(down).written, fake(up).written], [[true], []]);
});

test("a stop or a safe value during the dead time leaves the rest of an action undone", async () => {
  for (const overtake of ["stop", "write"] as const) {
    const { clock, guard, emergency, invoke, fake } = await scene();
    guard.write({ property: down, value: true });
    await clock.advance(10_000);
    const outcome = invoke(lift);
    await clock.advance(100);
    if (overtake === "stop") void emergency.stop("@ana:example.org", "stop");
    else guard.write({ property: up, value: false });
    await clock.advance(1_000);
    const ended = await outcome;
    assert.match(ended.status === "unknown" ? ended.detail : "", /^1 of 2 writes were done\./);
    assert.ok(!fake(up).written.includes(true));
  }
});

test("an action that was done in part is unknown, one that could not begin has failed", async () => {
  const { invoke, fake } = await scene();
  fake(up).isUp = false;
  assert.equal((await invoke(lift)).status, "unknown");
  fake(down).isUp = false;
  assert.equal((await invoke(lift)).status, "failed");
});

test("only_if of an action keeps it from beginning", async () => {
  const { conditions, invoke, read, outputs } = await scene();
  const guarded = { ...lift, onlyIf: [isDark] };
  conditions.follow(isDark, () => undefined);
  const refused = await invoke(guarded);
  assert.deepEqual(refused, {
    status: "refused",
    code: "only-if",
    detail: "only_if of box/lift asks for: box/dark is true. That does not hold now.",
  });
  assert.deepEqual(
    outputs.map(({ written }) => written),
    [[], []],
  );
  read(dark, true);
  assert.equal((await invoke(guarded)).status, "done");
});

test("a pulse takes the time of the command, else its own", async () => {
  const { clock, invoke, fake } = await scene();
  const ring = someAction("bell", {
    work: { kind: "pulse", property: "ring", value: true, for: { default: 2_000, maximum: 10_000 } },
  });
  const short = invoke(ring, 500);
  await clock.advance(500);
  assert.equal((await short).status, "done");
  const usual = invoke(ring);
  await clock.advance(1_999);
  assert.deepEqual(fake(bell).written, [true, false, true]);
  await clock.advance(1);
  assert.equal((await usual).status, "done");
});

test("what an action expects must be seen in time", async () => {
  const { clock, invoke, read } = await scene();
  const expecting = { ...lift, expect: { condition: isDark, within: 25_000 } };
  const seen = invoke(expecting);
  await clock.advance(20_000);
  read(dark, true);
  assert.deepEqual(await seen, { status: "done", output: undefined, confirmed: "property" });
  read(dark, false);
  const missed = invoke(expecting);
  await clock.advance(25_000);
  assert.deepEqual(await missed, {
    status: "unknown",
    code: "unconfirmed",
    detail: "It was done, but within 25s this did not come true: box/dark is true.",
  });
  assert.equal(clock.waiting, 0);
});

test("an action whose property is gone is refused", async () => {
  const { invoke } = await scene();
  const writes = [{ property: "gone", value: true }];
  const outcome = await invoke({ ...lift, work: { kind: "write", writes } });
  assert.equal(outcome.status === "refused" && outcome.code, "unknown-target");
});
