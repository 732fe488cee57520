import assert from "node:assert/strict";
import { test } from "node:test";
import { compareConfigs } from "../../src/config/compare-configs.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { ProcessStep } from "../../src/core/process-step.ts";
import { good, property, readBody, refusals } from "./read-text.ts";

const decimal = (text: string) => parseDecimal(text) ?? assert.fail(text);

function stepsOf(steps: string, type = "number"): readonly ProcessStep[] {
  const read = readBody(property(`type: ${type}, from: { line: a }, process: [${steps}]`));
  return good(read).things[0]?.properties[0]?.process ?? [];
}

test("every step is read, exactly and in its order", () => {
  const steps = stepsOf(
    `{ out_of_range: { below: -40, above: 84.90 } }, { offset: -0.50 }, { scale: 1.8 },
     { calibrate: { line: [[0.4, 0], [99.1, 100]] } }, { calibrate: { points: [[0, 1], [5, 7], [10, 11]] } },
     { clamp: { minimum: 0 } }, { median: 5 }, { moving_average: 10 }, { exponential: 0.25 }, { delta: 0.1 },
     { throttle: 10s }, { settle: 500ms }, { heartbeat: 5m }`,
  );
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    [
      "out-of-range",
      "offset",
      "scale",
      "calibrate-line",
      "calibrate-points",
      "clamp",
      "median",
      "moving-average",
      "exponential",
      "delta",
      "throttle",
      "settle",
      "heartbeat",
    ],
  );
  assert.deepEqual(steps[0], { kind: "out-of-range", below: decimal("-40"), above: decimal("84.90") });
  assert.deepEqual(steps[3], {
    kind: "calibrate-line",
    points: [
      { measured: decimal("0.4"), true: decimal("0") },
      { measured: decimal("99.1"), true: decimal("100") },
    ],
  });
  assert.deepEqual(steps[6], { kind: "median", of: 5 });
  assert.deepEqual(steps[12], { kind: "heartbeat", every: 300_000 });
});

test("booleans and words may settle, be throttled and have a heartbeat", () => {
  assert.equal(stepsOf("{ settle: 20ms }, { throttle: 1s }, { heartbeat: 1m }", "boolean").length, 3);
  assert.equal(stepsOf("{ settle: 20ms }", "string").length, 1);
});

test("a Thing's steps take the place of its profile's, and null leaves them out", () => {
  const profile = `title: T
source: s
samples: [{ payload: a, expect: {} }]
properties:
  p: { type: number, from: { line: a }, process: [{ median: 3 }] }
  q: { type: number, from: { line: a }, process: [{ median: 3 }] }
`;
  const thing =
    "{ profile: x/y, connection: bus, properties: { p: { process: [{ delta: 1 }] }, q: { process: null } } }";
  const [box] = good(readBody(`things: { box: ${thing} }\n`, { "x/y": profile })).things;
  assert.deepEqual(
    box?.properties.map(({ process }) => process),
    [[{ kind: "delta", least: decimal("1") }], []],
  );
});

test("a reload names the steps that changed", () => {
  const [before, after] = ["median: 3", "median: 5"].map((step) =>
    good(readBody(property(`type: number, from: { line: a }, process: [{ ${step} }]`))),
  );
  assert.ok(before && after);
  assert.deepEqual(compareConfigs(before, after).lines, ["~ things.box.properties.p: process"]);
});

const of = (steps: string, more = "type: number, from: { line: a }"): string =>
  property(`${more}, process: [${steps}]`).trimEnd();
const at = "things.box.properties.p.process";

refusals([
  ["a step of an unknown name", of("{ medain: 3 }"), `${at}[0].medain: unknown key; did you mean "median"?`],
  ["two steps in one", of("{ median: 3, delta: 1 }"), /process\[0\]: needs exactly one of offset, scale, calibrate/],
  ["no step", of("{}"), /process\[0\]: needs exactly one of/],
  ["no steps", of(""), `${at}: should not be empty`],
  [
    "a number's step on a boolean",
    of("{ median: 3 }", "type: boolean, from: { line: a }"),
    /only numbers can be treated so/,
  ],
  [
    "steps of what is only written",
    of("{ settle: 1s }", "type: boolean, to: { line: a, safe_value: null }"),
    /goes with from only/,
  ],
  ["a window of one", of("{ median: 1 }"), `${at}[0].median: should be at least 2`],
  ["a window without end", of("{ moving_average: 1001 }"), `${at}[0].moving_average: should be at most 1000`],
  ["a weight of nothing", of("{ exponential: 0 }"), `${at}[0].exponential: should be greater than 0`],
  ["a weight of more than all", of("{ exponential: 1.01 }"), `${at}[0].exponential: should be at most 1`],
  ["a scale of nothing", of("{ scale: 0.0 }"), `${at}[0].scale: should not be 0`],
  ["bounds the wrong way round", of("{ clamp: { minimum: 2, maximum: 1 } }"), /clamp: its first bound is greater/],
  ["no bound", of("{ out_of_range: {} }"), `${at}[0].out_of_range: needs one of below, above`],
  ["one point", of("{ calibrate: { points: [[1, 2]] } }"), `${at}[0].calibrate.points: should have at least 2`],
  [
    "one point said twice",
    of("{ calibrate: { points: [[1, 2], [1.0, 3]] } }"),
    /points: has two points for one measured number/,
  ],
  [
    "a line through one measured number",
    of("{ calibrate: { line: [[1, 2], [1, 3]] } }"),
    /line: has two points for one measured/,
  ],
  [
    "a line and points",
    of("{ calibrate: { line: [[1, 2], [2, 3]], points: [[1, 2], [2, 3]] } }"),
    /calibrate: needs exactly one of line, points/,
  ],
  ["no time", of("{ settle: 0s }"), `${at}[0].settle: should be longer than 0`],
  ["a racing heart", of("{ heartbeat: 20ms }"), `${at}[0]: should be at least 1s`],
  [
    "a heartbeat that others would mix in",
    of("{ heartbeat: 1m }, { median: 3 }"),
    /process\[0\]: should be the last step/,
  ],
  [
    "a bell that rings by itself",
    of("{ heartbeat: 1m }", "type: string, momentary: true, from: { line: a }"),
    /would repeat what happened once/,
  ],
  [
    "a read-back that cannot come in time",
    of(
      "{ settle: 3s }, { throttle: 2s }",
      "type: boolean, from: { line: a }, to: { line: b, safe_value: false }, read_back: { within: 5s }",
    ),
    "things.box.properties.p.read_back.within: should be longer than what process holds a value back for, 5 s",
  ],
]);
