import assert from "node:assert/strict";
import { test } from "node:test";
import { good, problemsOf, property, readBody, readText, refusals } from "./read-text.ts";

const operator = (keys: string): string => `operators: [{ user: "@a:b", ${keys} }]\n`;
const key = "A".repeat(43);

function until(moment: string, timeZone?: string): string | undefined {
  const zone = timeZone === undefined ? "" : `time_zone: ${timeZone}\n`;
  const ms = good(readBody(`${zone}${operator(`master_key: ${key}, until: ${moment}`)}`)).operators[0]?.until;
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

test("rights end with the day that is named, in the time zone of the file", () => {
  assert.equal(until("2026-12-01"), "2026-12-02T00:00:00.000Z");
  assert.equal(until("2026-12-01", "Europe/Berlin"), "2026-12-01T23:00:00.000Z");
  assert.equal(until('"2026-07-01"', "America/New_York"), "2026-07-02T04:00:00.000Z");
});

test("or at the time that is named (RFC 3339), whatever the time zone", () => {
  assert.equal(until("2026-12-01T18:00:00Z", "Europe/Berlin"), "2026-12-01T18:00:00.000Z");
  assert.equal(until("2026-12-01T18:00:00.25+05:30"), "2026-12-01T12:30:00.250Z");
  assert.equal(until("2026-12-01t00:00:00-01:00"), "2026-12-01T01:00:00.000Z");
});

test("what is left out: no end, no trust unseen, the right to read, the audience of the room, UTC", () => {
  const configuration = good(readBody(operator(`master_key: ${key}`)));
  const [ana] = configuration.operators;
  assert.equal(ana?.until, undefined);
  assert.equal(ana?.trust, undefined);
  assert.deepEqual(ana?.may, ["read"]);
  assert.equal(configuration.matrix.audience, "room");
  assert.equal(configuration.timeZone, "UTC");
  assert.deepEqual(configuration.stopWhen, []);
  assert.equal(configuration.pairButton, undefined);
});

test("first use is trusted where that is said, and then there is nothing to warn of", () => {
  const read = readBody(operator("trust: first-use, may: [read, admin]"));
  assert.deepEqual(read.warnings, []);
  const [ana] = good(read).operators;
  assert.equal(ana?.trust, "first-use");
  assert.deepEqual(ana?.may, ["read", "admin"]);
});

test("an audience may have to be pinned, and a time zone stays as it was written", () => {
  const read = readText(
    'matrix: { homeserver: "https://hs", user: "@a:hs", audience: pinned }\ntime_zone: asia/tokyo\n',
  );
  assert.equal(good(read).matrix.audience, "pinned");
  assert.equal(good(read).timeZone, "asia/tokyo");
});

const box = property("type: boolean, from: { line: a }");
const written = property("type: boolean, to: { line: a, safe_value: false }, limits: { max_on: 1m }");

test("what stops everything and the button to pair by are named by their paths", () => {
  const configuration = good(
    readBody(`stop_when: [{ property: box/p, is: true, for: 2s }, { property: box/p, changes: true }]
pair_button: box/p
${box}`),
  );
  assert.deepEqual(configuration.stopWhen, [
    { path: "box/p", test: { kind: "is", value: true }, clearAt: undefined, forMs: 2000 },
    { path: "box/p", test: { kind: "changes" }, clearAt: undefined, forMs: 0 },
  ]);
  assert.equal(configuration.pairButton, "box/p");
  assert.ok(Object.isFrozen(configuration.stopWhen[0]?.test));
});

refusals([
  [
    "a day that is none",
    operator("until: 2026-02-29"),
    "operators[0].until: there is no such day or time in the calendar",
  ],
  ["a time that is none", operator("until: 2026-02-28T24:00:00Z"), /until: there is no such day or time/],
  ["an offset that is none", operator("until: 2026-02-28T23:00:00+24:00"), /until: there is no such day or time/],
  [
    "a time without its offset",
    operator("until: 2026-02-28T23:00:00"),
    "operators[0].until: should be a day such as 2026-12-01, which counts to its end, or a time such as 2026-12-01T18:00:00Z",
  ],
  ["a year alone", operator("until: 2026"), /operators\[0\]\.until: should be a day such as 2026-12-01/],
  ["a trust that is none", operator("trust: always"), "operators[0].trust: should be one of first-use"],
  [
    "trust beside a key",
    operator(`master_key: ${key}, trust: first-use`),
    "operators[0].trust: cannot stand beside master_key, which is the only key that counts; keep one of the two",
  ],
  [
    "a time zone with a slip",
    "time_zone: Europe/Berlni",
    'time_zone: there is no time zone Europe/Berlni; did you mean "Europe/Berlin"?',
  ],
  [
    "a time zone that is none",
    "time_zone: Here",
    "time_zone: there is no time zone Here; see the IANA list, such as Europe/Berlin",
  ],
  ["an offset as time zone", 'time_zone: "+01:00"', /^time_zone: should be a time zone of the IANA list/],
  [
    "a stop by an own name",
    `stop_when: [{ property: p, is: true }]\n${box}`,
    "stop_when[0].property: should be a property's path, such as greenhouse/door",
  ],
  ["a stop by nothing", `stop_when: [{ is: true }]\n${box}`, "stop_when[0].property: is missing: thing/property"],
  [
    "a stop by what is not there",
    `stop_when: [{ property: bax/p, is: true }]\n${box}`,
    'stop_when[0].property: there is no Thing bax; did you mean "box"?',
  ],
  [
    "a stop by what is never read",
    `stop_when: [{ property: box/p, is: true }]\n${written}`,
    "stop_when[0].property: box/p is never read; give it a from, or name another property",
  ],
  ["one stop that is no list", `stop_when: { property: box/p, is: true }\n${box}`, /^stop_when: should be a list/],
  ["a button that is not there", `pair_button: box/q\n${box}`, 'pair_button: box has no property q; did you mean "p"?'],
  ["a button without its Thing", `pair_button: p\n${box}`, /^pair_button: should be a property's path/],
  [
    "a button that is a number",
    `pair_button: box/p\n${property("type: number, from: { line: a }")}`,
    "pair_button: box/p is a number; name a boolean property, which is true while it is pressed",
  ],
  [
    "a button that is never read",
    `pair_button: box/p\n${written}`,
    "pair_button: box/p is never read; give it a from, or name another property",
  ],
]);

test("an audience that is none is refused with the words there are", () => {
  const read = readText('matrix: { homeserver: "https://hs", user: "@a:hs", audience: pined }\n');
  assert.deepEqual(problemsOf(read), ['matrix.audience: should be one of room, pinned; did you mean "pinned"?']);
});
