import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProcessStep } from "../../src/core/process-step.ts";
import type { Property } from "../../src/core/property.ts";
import { Processing } from "../../src/readings/processing.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { decimal, readingOf, show } from "./filters/filter-bench.ts";

const settle: readonly ProcessStep[] = [{ kind: "settle", for: 2000 }];
const average: readonly ProcessStep[] = [{ kind: "moving-average", of: 4 }];

function scene(...properties: readonly Property[]) {
  const clock = new HandClock();
  const late: string[] = [];
  const things = (changed: readonly Property[]) => [someThing("box", changed)];
  const processing = new Processing(things(properties), clock, ({ name }, { reading, isRepeated }) =>
    late.push(`${name} ${show(reading)}${isRepeated ? " again" : ""}`),
  );
  const take = (property: Property, text: string): string => {
    const passed = processing.take(property, { ...readingOf(text), path: property.path });
    return passed === undefined ? "" : show(passed);
  };
  return {
    clock,
    late,
    processing,
    take,
    change: (changed: readonly Property[]) => processing.change(things(changed)),
  };
}

test("what has no steps is rounded and held against its bounds, and nothing else", () => {
  const property = someProperty({ maximum: decimal("85") });
  const { take } = scene(property);
  assert.deepEqual([take(property, "20.06"), take(property, "90")], ["20.1", "out-of-range 90.0"]);
});

test("bounds judge what comes out of the steps", () => {
  const property = someProperty({ maximum: decimal("85"), process: [{ kind: "scale", by: decimal("0.01") }] });
  const { take } = scene(property);
  assert.deepEqual([take(property, "8449"), take(property, "8506")], ["84.5", "out-of-range 85.1"]);
});

test("what waits goes on by itself, rounded and judged, each property for itself", async () => {
  const [one, other] = ["one", "other"].map((name) => someProperty({ name, process: settle, maximum: decimal("85") }));
  assert.ok(one && other);
  const { clock, late, take, processing } = scene(one, other);
  assert.equal(take(one, "20.06"), "");
  await clock.advance(1000);
  assert.equal(take(other, "90"), "");
  await clock.advance(999);
  assert.deepEqual(late, []);
  await clock.advance(1);
  assert.deepEqual(late, ["one 20.1"]);
  await clock.advance(1000);
  assert.deepEqual(late, ["one 20.1", "other out-of-range 90.0"]);
  assert.equal(clock.waiting, 0);
  processing[Symbol.dispose]();
});

test("a change of the configuration that does not touch a property leaves its memory and what waits", async () => {
  const property = someProperty({ process: [...average, ...settle] });
  const { clock, late, take, change } = scene(property);
  take(property, "10");
  await clock.advance(1000);
  change([{ ...property, title: "Another title" }, someProperty({ name: "fresh", process: settle })]);
  await clock.advance(1000);
  assert.deepEqual(late, ["temperature 10.0"]);
  assert.equal(take(property, "20"), "");
  await clock.advance(2000);
  assert.deepEqual(late, ["temperature 10.0", "temperature 15.0"]);
});

test("other steps, or another source, begin anew, and what waited is forgotten", async () => {
  const property = someProperty({ process: average });
  const { clock, take, change } = scene(property);
  take(property, "10");
  change([{ ...property, process: [{ kind: "moving-average", of: 5 }] }]);
  assert.equal(take(property, "20"), "20.0");
  change([{ ...property, process: settle }]);
  assert.equal(take(property, "20"), "");
  change([]);
  assert.equal(clock.waiting, 0);
});

test("nothing waits any more when it has ended", () => {
  const property = someProperty({ process: settle });
  const { clock, take, processing } = scene(property);
  take(property, "10");
  processing[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
