import assert from "node:assert/strict";
import { test } from "node:test";
import { LinkLoss } from "../../src/control/link-loss.ts";
import { someOutput } from "../fakes/guard-bench.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const minute = 60_000;
const pump = someOutput("pump", { onLinkLoss: { after: 5 * minute, do: "safe" } });
const heater = someOutput("heater", { onLinkLoss: { after: 10 * minute, do: "safe" } });
const outputs = [pump, heater, someOutput("lamp", { onLinkLoss: { after: minute, do: "hold" } }), someOutput("horn")];

function bench() {
  const clock = new HandClock();
  const told: string[] = [];
  const names = (those: readonly { readonly name: string }[]) => those.map(({ name }) => name).join(" ");
  const loss = new LinkLoss({
    clock,
    setSafe: (those) => told.push(`safe ${names(those)}`),
    onBack: (those) => told.push(`back ${names(those)}`),
  });
  loss.change(outputs);
  return { clock, told, loss };
}

test("each output is set safe after its own time without link, once, and told when the link is back", async () => {
  const { clock, told, loss } = bench();
  loss.turn("up");
  loss.turn("lost");
  await clock.advance(5 * minute - 1);
  assert.deepEqual(told, []);
  await clock.advance(1);
  loss.turn("lost");
  await clock.advance(60 * minute);
  loss.turn("up");
  assert.deepEqual(told, ["safe pump", "safe heater", "back pump heater"]);
  assert.equal(clock.waiting, 0);
});

test("a link that is back in time sets nothing", async () => {
  const { clock, told, loss } = bench();
  loss.turn("lost");
  await clock.advance(4 * minute);
  loss.turn("up");
  await clock.advance(60 * minute);
  assert.deepEqual(told, []);
});

test("before the link was up for the first time it is not lost", async () => {
  const { clock, told } = bench();
  await clock.advance(60 * minute);
  assert.deepEqual(told, []);
});

test("other outputs during a loss keep to the time since it began", async () => {
  const { clock, told, loss } = bench();
  loss.turn("lost");
  await clock.advance(5 * minute);
  loss.change([pump, heater]);
  await clock.advance(5 * minute);
  assert.deepEqual(told, ["safe pump", "safe heater"]);
  loss[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
