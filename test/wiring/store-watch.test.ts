import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { StoreWatch } from "../../src/wiring/store-watch.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";

function scene() {
  const clock = new HandClock();
  const log = new LogLines();
  return { clock, log, stores: new StoreWatch({ clock, log }) };
}

const fault = new AgentFault("store-unwritable", "control.db could not be written.");

test("a failure is told once, however often it is met, and whoever is in the room hears of it", () => {
  const { clock, log, stores } = scene();
  const { failed } = stores;
  assert.equal(stores.failure, undefined);
  for (let time = 0; time < 3; time++) stores.fail(fault);
  assert.deepEqual(stores.failure, { code: "store-unwritable", detail: fault.message, since: clock.now() });
  assert.equal(failed.reason, fault);
  assert.equal(stores.failed.aborted, true, "who comes later knows it too");
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0] ?? "", /^error: the disk takes nothing.*control\.db could not be written/);
});

test("it is tried every 5 s, and can fail again after it was back", async () => {
  const { clock, log, stores } = scene();
  for (let time = 1; time <= 2; time++) {
    stores.fail(fault);
    let tries = 0;
    using trying = stores.tryAgain(() => ++tries > 3);
    await clock.advance(15_000);
    assert.deepEqual([tries, stores.failure?.code], [3, "store-unwritable"]);
    await clock.advance(5_000);
    await trying.back;
    assert.deepEqual([stores.failure, stores.failed.aborted, clock.waiting], [undefined, false, 0]);
    assert.equal(log.lines.at(-1), "info: the disk takes what is written again");
  }
  assert.equal(log.lines.length, 4);
});

test("what is wrong besides ends the trying, and a stop leaves no timer behind", async () => {
  const { clock, stores } = scene();
  stores.fail(fault);
  using trying = stores.tryAgain(() => {
    throw new AgentFault("store-corrupt");
  });
  const refused = assert.rejects(trying.back, { code: "store-corrupt" });
  await clock.advance(5_000);
  await refused;
  stores.tryAgain(() => false)[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
