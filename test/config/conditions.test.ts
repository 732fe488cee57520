import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition } from "../../src/core/condition.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import { good, problemsOf, readBody, refusals } from "./read-text.ts";

/** A box with something of every kind, whose pump hangs on these conditions. */
function pumpThat(limits: string, more = ""): string {
  return `things:
  box:
    connection: bus
    properties:
      pump: { type: boolean, to: { line: p, safe_value: false }, limits: { max_on: 1m, ${limits} } }
      level: { type: number, minimum: 0, maximum: 100, decimals: 1, from: { line: l } }
      count: { type: integer, from: { line: c } }
      door: { type: boolean, from: { line: d } }
      mode: { type: string, enum: [auto, heat], from: { line: m } }
      valve: { type: boolean, to: { line: v, safe_value: false }, limits: { max_on: 1m } }
      lock: { type: boolean, to: { line: k, safe_value: null }, limits: { hold: forever } }
    actions: { go: { write: { pump: true } } }
  hut: { connection: bus, properties: { frost: { type: boolean, from: { line: f } } } }
${more}`;
}

function onlyIf(limits: string): readonly Condition[] {
  const [pump] = good(readBody(pumpThat(limits))).things[0]?.properties ?? [];
  return pump?.limits.onlyIf ?? [];
}

test("a condition asks one thing of a property, exactly as it is written", () => {
  assert.deepEqual(
    onlyIf(
      "only_if: [{ property: level, above: 20.50, clear_at: 18.25, for: 5s }, { property: count, below: 3 }, { property: level, outside: [10, 9e1], clear_at: 40 }, { property: mode, is: heat }, { property: door, stale: 2h }]",
    ),
    [
      {
        path: "box/level",
        test: { kind: "above", limit: parseDecimal("20.50") },
        clearAt: parseDecimal("18.25"),
        forMs: 5000,
      },
      { path: "box/count", test: { kind: "below", limit: parseDecimal("3") }, clearAt: undefined, forMs: 0 },
      {
        path: "box/level",
        test: { kind: "outside", low: parseDecimal("10"), high: parseDecimal("90") },
        clearAt: parseDecimal("40"),
        forMs: 0,
      },
      { path: "box/mode", test: { kind: "is", value: "heat" }, clearAt: undefined, forMs: 0 },
      { path: "box/door", test: { kind: "stale", afterMs: 7_200_000 }, clearAt: undefined, forMs: 0 },
    ],
  );
});

test("one condition needs no list, and a Thing further down in the file may be named", () => {
  const [condition] = onlyIf("only_if: { property: hut/frost, is: false }");
  assert.deepEqual(condition, {
    path: "hut/frost",
    test: { kind: "is", value: false },
    clearAt: undefined,
    forMs: 0,
  });
  assert.equal(onlyIf("only_if: { property: box/door, is: false }")[0]?.path, "box/door");
});

test("a value that is compared has the digits of its property", () => {
  const [condition] = onlyIf("only_if: { property: level, is: 7 }");
  assert.deepEqual(condition?.test, { kind: "is", value: { coefficient: 70n, scale: 1 } });
});

test("an output that is never read can be asked for where its value is known", () => {
  assert.equal(onlyIf("only_if: { property: valve, is: true }")[0]?.path, "box/valve");
});

const at = "things.box.properties.pump.limits";
const clear = (test: string, clearAt: string): string =>
  pumpThat(`only_if: { property: level, ${test}, clear_at: ${clearAt} }`);

refusals([
  [
    "a condition on a property that is not there",
    pumpThat("only_if: { property: dor, is: true }"),
    `${at}.only_if.property: box has no property dor; did you mean "door"?`,
  ],
  [
    "a condition on a Thing that is not there",
    pumpThat("only_while: [{ property: hat/frost, is: true }]"),
    `${at}.only_while[0].property: there is no Thing hat; did you mean "hut"?`,
  ],
  [
    "a condition on an unknown property of another Thing",
    pumpThat("only_while: [{ property: hut/forst, is: true }]"),
    `${at}.only_while[0].property: hut has no property forst; did you mean "frost"?`,
  ],
  [
    "a condition on an action",
    pumpThat("only_if: { property: go, is: true }"),
    `${at}.only_if.property: go is an action of box; name a property`,
  ],
  [
    "a condition on nothing",
    pumpThat("only_if: { is: true }"),
    `${at}.only_if.property: is missing: a property of the same Thing, or thing/property`,
  ],
  [
    "a condition on the output itself",
    pumpThat("only_while: { property: pump, is: false }"),
    `${at}.only_while.property: is the output itself; name what it should hang on`,
  ],
  [
    "a name that is none",
    pumpThat("only_if: { property: The door, is: true }"),
    `${at}.only_if.property: should be the name of a property of the same Thing, or thing/property`,
  ],
  [
    "a condition that asks nothing",
    pumpThat("only_if: { property: door }"),
    `${at}.only_if: needs exactly one of is, above, below, outside, stale, changes`,
  ],
  [
    "a condition that asks two things",
    pumpThat("only_if: { property: level, above: 3, below: 9 }"),
    `${at}.only_if: needs exactly one of is, above, below, outside, stale, changes`,
  ],
  [
    "a key that no condition has",
    pumpThat("only_if: { property: level, abov: 3 }"),
    `${at}.only_if.abov: unknown key; did you mean "above"?`,
  ],
  ["an empty list of conditions", pumpThat("only_if: []"), `${at}.only_if: should not be empty`],
  [
    "a value of another type",
    pumpThat("only_if: { property: door, is: open }"),
    `${at}.only_if.is: should be true or false`,
  ],
  [
    "a word that the property does not have",
    pumpThat("only_if: { property: mode, is: heet }"),
    `${at}.only_if.is: should be one of auto, heat; did you mean "heat"?`,
  ],
  [
    "a value out of the property's bounds",
    pumpThat("only_if: { property: level, is: 101 }"),
    `${at}.only_if.is: is above maximum, 100`,
  ],
  [
    "above of what is no number",
    pumpThat("only_if: { property: door, above: 3 }"),
    `${at}.only_if.above: only numbers can be above; box/door is a boolean`,
  ],
  [
    "above where nothing can be",
    pumpThat("only_if: { property: level, above: 100 }"),
    `${at}.only_if.above: can never be met: maximum is 100`,
  ],
  [
    "below where nothing can be",
    pumpThat("only_if: { property: level, below: 0 }"),
    `${at}.only_if.below: can never be met: minimum is 0`,
  ],
  [
    "outside the wrong way round",
    pumpThat("only_if: { property: level, outside: [30, 10] }"),
    `${at}.only_if.outside: the first is greater than the second; swap the two`,
  ],
  ["outside of one number", pumpThat("only_if: { property: level, outside: [30] }"), /outside: should have at least 2/],
  [
    "clear_at above above",
    clear("above: 20", "20.1"),
    `${at}.only_if.clear_at: should not be greater than above, 20: it is where the condition ends again`,
  ],
  [
    "clear_at below below",
    clear("below: 20", "19.9"),
    `${at}.only_if.clear_at: should not be less than below, 20: it is where the condition ends again`,
  ],
  [
    "clear_at outside of outside",
    clear("outside: [10, 20]", "21"),
    `${at}.only_if.clear_at: should be from 10 to 20: it is where the condition ends again`,
  ],
  [
    "clear_at of a value",
    clear("is: 20", "19"),
    `${at}.only_if.clear_at: goes with above, below or outside only; leave it out`,
  ],
  [
    "a for of 0",
    pumpThat("only_if: { property: door, is: true, for: 0s }"),
    `${at}.only_if.for: should be longer than 0`,
  ],
  ["a stale of 0", pumpThat("only_if: { property: door, stale: 0s }"), `${at}.only_if.stale: should be longer than 0`],
  [
    "changes of what must last",
    pumpThat("only_while: { property: door, changes: true }"),
    `${at}.only_while.changes: changes is met for a moment only; ask for a value with is, above or below`,
  ],
  [
    "changes that is not true",
    pumpThat("only_if: { property: door, changes: false }"),
    `${at}.only_if.changes: should be one of true`,
  ],
  [
    "an output whose value nobody knows",
    pumpThat("only_while: { property: lock, is: true }"),
    `${at}.only_while.property: box/lock is never read, and with safe_value null nobody knows its value; give it a from`,
  ],
  [
    "stale of what is never read",
    pumpThat("only_if: { property: valve, stale: 1m }"),
    `${at}.only_if.property: box/valve is never read; give it a from, or name another property`,
  ],
]);

test("a property with a problem of its own is not called missing", () => {
  const body = pumpThat("only_if: { property: door, is: true }").replace(
    "door: { type: boolean",
    "door: { typ: boolean",
  );
  assert.deepEqual(
    problemsOf(readBody(body)).filter((problem) => problem.includes("only_if")),
    [],
  );
});

test("nor is a Thing whose profile cannot be had", () => {
  const body = pumpThat("only_if: { property: far/door, is: true }", "  far: { profile: no/such }\n");
  assert.deepEqual(problemsOf(readBody(body)), ["things.far.profile: there is no profile no/such"]);
});

test("the limits of a property with a problem are checked as well", () => {
  const body = pumpThat("only_if: { property: dor, is: true }").replace(
    "pump: { type: boolean",
    "pump: { typ: boolean",
  );
  assert.ok(problemsOf(readBody(body)).some((problem) => problem.includes("box has no property dor")));
});
