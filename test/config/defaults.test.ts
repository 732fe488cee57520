import assert from "node:assert/strict";
import { test } from "node:test";
import { good, problemsOf, readBody, refusals } from "./read-text.ts";

const body = `defaults: { stale: 1h, report: { at_least_every: 1h, at_most_every: 1m } }
things:
  hut:
    connection: bus
    defaults: { stale: 2h, report: { at_most_every: 5m, change: 0.5 } }
    properties:
      near: { type: number, from: { line: a }, stale: 3h, report: { at_most_every: 10m } }
      own: { type: number, from: { line: b } }
      word: { type: string, from: { line: c } }
  barn: { connection: bus, properties: { far: { type: number, from: { line: d } } } }
`;

test("the nearest default wins, key by key: the property's own words, the Thing's, the file's", () => {
  const [hut, barn] = good(readBody(body)).things;
  const rules = [...(hut?.properties ?? []), ...(barn?.properties ?? [])].map(({ name, stale, report }) => [
    name,
    (stale ?? 0) / 3_600_000,
    report.atMostEvery / 60_000,
    report.atLeastEvery / 3_600_000,
    report.change?.coefficient,
  ]);
  assert.deepEqual(rules, [
    ["near", 3, 10, 1, 5n],
    ["own", 2, 5, 1, 5n],
    ["word", 2, 5, 1, undefined],
    ["far", 1, 1, 1, undefined],
  ]);
});

test("a profile may have defaults, and the Thing's go before them", () => {
  const profile = `title: T
source: s
samples: [{ payload: a, expect: {} }]
defaults: { stale: 10m, report: { at_most_every: 20s } }
properties: { p: { type: number, from: { line: a } } }
`;
  const read = readBody("things: { a: { profile: x/y, connection: bus, defaults: { stale: 30m } } }\n", {
    "x/y": profile,
  });
  const property = good(read).things[0]?.properties[0];
  assert.equal(property?.stale, 1_800_000);
  assert.equal(property?.report.atMostEvery, 20_000);
});

test("what contradicts itself is told once, where it stands", () => {
  const problems = problemsOf(readBody(body.replace("at_most_every: 5m", "at_most_every: 2h")));
  assert.deepEqual(problems, [
    "things.hut.defaults.report: at_least_every is shorter than at_most_every; make it longer",
  ]);
});

refusals([
  [
    "an unknown key",
    "things: { a: { defaults: { stal: 1h }, properties: {} } }",
    'things.a.defaults.stal: unknown key; did you mean "stale"?',
  ],
  ["a time of none", "defaults: { stale: 0s }", "defaults.stale: should be longer than 0"],
]);
