import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Configuration } from "../../src/config/configuration.ts";
import type { Condition } from "../../src/core/condition.ts";
import { compareDecimals } from "../../src/core/decimal.ts";
import { isOn } from "../../src/core/is-on.ts";
import type { Property } from "../../src/core/property.ts";
import { outputsOf } from "../../src/core/thing.ts";
import { readText } from "./read-text.ts";

/** Mostly `right`, so that many files are right as a whole, and now and then `wrong`. */
function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

/** Each key stands there sometimes. */
function maybe(keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const some = Object.entries(keys).map(([key, value]) => {
    const entry = value.map((chosen) => ({ [key]: chosen }));
    return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: entry });
  });
  return fc.tuple(...some).map((parts) => Object.assign({}, ...parts));
}

const anyName = fc.constantFrom("p", "box/q", "n", "d", "hut/r", "hut/w", "go", "zz");
const time = mostly(fc.constantFrom("500ms", "1s", "20s", "2m"), fc.constant("0s"));
const long = mostly(fc.constantFrom("2m", "1h"), fc.constantFrom("0s", "1s"));
const number = mostly(fc.constantFrom(1, 2.5, 5, 7.5, 9), fc.constantFrom(-1, 0.25, 11));

/** Of the boolean inputs `d` and `hut/r`, or of the number `n`. */
const asked = mostly(
  fc.oneof(
    fc.record({ property: fc.constantFrom("box/d", "hut/r"), is: fc.boolean() }),
    fc.record({ property: fc.constantFrom("box/d", "hut/r"), stale: time }),
    fc.record({ property: fc.constant("box/n"), above: fc.constant(5), clear_at: mostly(fc.constant(2.5), number) }),
    fc.record({ property: fc.constant("box/n"), below: number, for: time }),
    fc.record({ property: fc.constant("box/n"), outside: fc.constant([1, 2.5]) }),
  ),
  fc.oneof(
    fc.record({ property: anyName, is: fc.oneof(fc.boolean(), number) }),
    fc.record({ property: anyName, changes: fc.constant(true) }),
    fc.record({ property: anyName, outside: fc.tuple(number, number) }),
  ),
);

const limits = maybe({
  max_on: long,
  min_off: time,
  not_with: mostly(
    fc.constantFrom(["hut/w"], ["box/n", "hut/w"]),
    fc.uniqueArray(anyName, { minLength: 1, maxLength: 3 }),
  ),
  only_if: asked,
  only_while: fc.array(asked, { minLength: 1, maxLength: 2 }),
  max_switches: mostly(fc.constantFrom("1/m", "1000/h"), fc.constantFrom("0/d", "1001/d")),
});
const numberLimits = maybe({
  max_on: long,
  minimum: mostly(fc.constant(1), number),
  maximum: mostly(fc.constant(9), number),
});
const pausing = fc
  .tuple(limits, fc.boolean())
  .map(([keys, pauses]) => ("not_with" in keys && pauses ? { ...keys, dead_time: "2s" } : keys));
const unending = fc.constantFrom({ hold: "forever" }, {});
const loss = fc.record({ after: time, do: fc.constantFrom("safe", "hold") });
const safe = mostly(fc.constant(false), fc.constantFrom(true, null));

const output = fc
  .tuple(safe, maybe({ limits: fc.oneof(pausing, unending), on_link_loss: loss }))
  .map(([safe_value, keys]) => ({ type: "boolean", to: { line: "a", safe_value }, ...keys }));
const numberOutput = maybe({ limits: numberLimits, on_link_loss: loss }).map((keys) => ({
  type: "number",
  minimum: 0,
  maximum: 10,
  from: { line: "n" },
  to: { line: "n", safe_value: 0 },
  ...keys,
}));
const pulseTime = fc.oneof(time, fc.constant({ default: "1s", maximum: "20s" }), fc.constant({ default: "500ms" }));
const own = { line: "o" };
const work = fc.oneof(
  fc.record({ pulse: mostly(fc.constant("p"), anyName), for: pulseTime }),
  fc.record({ pulse: fc.constant("n"), for: pulseTime, value: number }),
  fc.record({ write: fc.record({ n: number }) }),
  fc.record({ to: fc.record({ pulse: time, safe_value: safe }).map((to) => ({ ...own, ...to })) }),
  fc.record({
    to: fc.record({ value: fc.boolean(), safe_value: safe }).map((to) => ({ ...own, ...to })),
    limits: fc.oneof(pausing, unending),
  }),
);
const action = fc
  .tuple(work, maybe({ only_if: asked, expect: asked.map((test) => ({ ...test, within: "25m" })) }))
  .map(([does, more]) => ({ ...does, ...more }));

const read = { type: "boolean", from: { line: "r" } };
const file = fc
  .record({
    p: output,
    q: output,
    n: numberOutput,
    w: output,
    actions: maybe({ go: action }),
    more: maybe({
      stop_when: fc.array(asked, { maxLength: 2 }),
      pair_button: mostly(fc.constant("hut/r"), anyName),
    }),
  })
  .map(({ p, q, n, w, actions, more }) => ({
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    connections: { bus: { type: "wire", port: 1 } },
    ...more,
    things: {
      box: { connection: "bus", properties: { p, q, n, d: read }, actions },
      hut: { connection: "bus", properties: { r: read, w } },
    },
  }));

test("whatever limits and actions say, what is taken keeps every promise, and what is refused is told why", () => {
  let taken = 0;
  fc.assert(
    fc.property(file, (stated) => {
      const told = readText(JSON.stringify(stated));
      if (!told.ok) {
        assert.ok(told.problems.length > 0);
        for (const { line, column, message } of told.problems) assert.ok(line >= 1 && column >= 1 && message !== "");
        return;
      }
      taken++;
      keepsItsPromises(told.configuration);
      const warned = told.warnings.filter(({ message }) => message.startsWith("this output may stay on"));
      const endless = outputsOf(told.configuration.things).filter((one) => isEndless(one, told.configuration));
      assert.equal(warned.length, endless.length);
    }),
    { numRuns: 1500 },
  );
  assert.ok(taken >= 300, `only ${taken} were right`);
});

function keepsItsPromises(configuration: Configuration): void {
  const { things, stopWhen, pairButton } = configuration;
  isWhole(configuration);
  const properties = new Map(things.flatMap((thing) => thing.properties).map((one) => [one.path, one]));
  const outputs = new Map(outputsOf(things).map((one) => [one.path, one]));
  const holds = (condition: Condition): void => fits(condition, properties.get(condition.path));
  for (const one of outputs.values()) {
    restsOff(one);
    for (const other of one.limits.notWith) {
      assert.notEqual(other, one.path);
      assert.ok(outputs.get(other)?.limits.notWith.includes(one.path), "not_with holds for both");
    }
    for (const condition of [...one.limits.onlyIf, ...one.limits.onlyWhile]) {
      assert.notEqual(condition.path, one.path);
      assert.notEqual(condition.test.kind, "changes");
      holds(condition);
    }
  }
  for (const { work, onlyIf, expect } of things.flatMap(({ actions }) => actions)) {
    for (const condition of [...onlyIf, ...(expect ? [expect.condition] : [])]) holds(condition);
    if (work.kind === "write") continue;
    const pulsed = [...outputs.values()].find(({ thing, name: known }) => thing === "box" && known === work.property);
    assert.ok(
      pulsed?.to && pulsed.to.safeValue !== null && !isOn(pulsed, pulsed.to.safeValue) && isOn(pulsed, work.value),
    );
    assert.ok(work.for.default > 0 && work.for.default <= work.for.maximum);
    assert.ok(work.for.maximum <= (pulsed.limits.maxOn ?? Number.POSITIVE_INFINITY));
  }
  for (const condition of stopWhen) {
    holds(condition);
    assert.ok(properties.get(condition.path)?.from);
  }
  if (pairButton !== undefined)
    assert.ok(properties.get(pairButton)?.type === "boolean" && properties.get(pairButton)?.from);
}

function restsOff(output: Property): void {
  const { to, limits, onLinkLoss } = output;
  const mustEnd = limits.maxOn !== undefined || limits.onlyWhile.length > 0;
  assert.ok(to);
  if (mustEnd || onLinkLoss?.do === "safe") assert.notEqual(to.safeValue, null);
  if ((mustEnd || limits.notWith.length > 0) && to.safeValue !== null) assert.equal(isOn(output, to.safeValue), false);
  const { count = 1 } = limits.maxSwitches ?? {};
  assert.ok(count >= 1 && count <= 1000);
  const { minimum, maximum } = limits;
  if (minimum && output.minimum) assert.ok(compareDecimals(minimum, output.minimum) >= 0);
  if (maximum && output.maximum) assert.ok(compareDecimals(maximum, output.maximum) <= 0);
  if (minimum && maximum) assert.ok(compareDecimals(minimum, maximum) <= 0);
}

function fits({ test, clearAt, forMs }: Condition, property: Property | undefined): void {
  assert.ok(property, "the property is there");
  assert.ok(property.from !== undefined || property.to?.safeValue !== null, "its value can be known");
  const isNumber = property.type === "number";
  if (test.kind === "is") assert.equal(typeof test.value, isNumber ? "object" : "boolean");
  if (["above", "below", "outside"].includes(test.kind)) assert.ok(isNumber);
  if (test.kind === "above" && clearAt) assert.ok(compareDecimals(clearAt, test.limit) <= 0);
  assert.ok(forMs >= 0);
}

function isEndless({ name: known, limits: own, onLinkLoss }: Property, { things }: Configuration): boolean {
  if (own.maxOn !== undefined || own.holdForever || onLinkLoss?.do === "safe") return false;
  const action = things.flatMap(({ actions }) => actions).find((one) => one.name === known);
  if (action === undefined) return true;
  if (action.work.kind === "pulse") return false;
  const [written] = action.work.writes;
  const [itself] = things.flatMap(({ actionOutputs }) => actionOutputs);
  return written !== undefined && itself !== undefined && isOn(itself, written.value);
}

/** Frozen through and through, and no number with a fraction. */
function isWhole(value: unknown): void {
  if (typeof value === "number") assert.ok(Number.isSafeInteger(value), `${value} is no whole number`);
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value));
  for (const inner of Object.values(value)) isWhole(inner);
}
