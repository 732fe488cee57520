import assert from "node:assert/strict";
import { test } from "node:test";
import { good, lines, property, readBody, refusals } from "./read-text.ts";

const p = "things.box.properties.p";

refusals([
  [
    "a connection that is not there",
    property("type: boolean, from: { connection: bos, line: a }"),
    `${p}.from.connection: there is no connection bos; did you mean "bus"?`,
  ],
  [
    "an as that is not there",
    property("type: boolean, from: { as: conter, line: a }"),
    `${p}.from.as: a connection of type wire has no conter; did you mean "counter"?`,
  ],
  [
    "a driver that cannot write",
    property("type: boolean, to: { as: counter, line: a, safe_value: null }"),
    `${p}.to.as: wire as counter cannot be written`,
  ],
  [
    "a key of no driver",
    property("type: boolean, from: { lin: a }"),
    `${p}.from.lin: unknown key; did you mean "line"?`,
  ],
  [
    "a property without ends",
    property("type: boolean"),
    `${p}: has neither from nor to; say where it is read or written`,
  ],
  [
    "an output without safe_value",
    property("type: boolean, to: { line: a }"),
    /p\.to\.safe_value: is missing: What the output is set to/,
  ],
  [
    "a safe_value of another type",
    property("type: boolean, to: { line: a, safe_value: 0 }"),
    `${p}.to.safe_value: should be true or false`,
  ],
  [
    "a safe_value above maximum",
    property("type: number, maximum: 5, to: { line: a, safe_value: 5.1 }"),
    `${p}.to.safe_value: is above maximum, 5`,
  ],
  [
    "a safe_value off the step",
    property("type: number, step: 0.5, to: { line: a, safe_value: 0.7 }"),
    `${p}.to.safe_value: is not a multiple of step, 0.5`,
  ],
  [
    "a safe_value that is no word of enum",
    property("type: string, enum: [open, shut], to: { line: a, safe_value: shot }"),
    `${p}.to.safe_value: should be one of open, shut; did you mean "shut"?`,
  ],
  [
    "a safe_value that is on under max_on",
    property("type: boolean, to: { line: a, safe_value: true }, limits: { max_on: 1m }"),
    `${p}.to.safe_value: is itself on, but must be off because of max_on; give the value that is off, or name it in off`,
  ],
  [
    "safe_value null under max_on",
    property("type: boolean, to: { line: a, safe_value: null }, limits: { max_on: 1m }"),
    `${p}.to.safe_value: is null, so max_on would have nothing to set; give the value that is off`,
  ],
  [
    "max_on of an input",
    property("type: boolean, from: { line: a }, limits: { max_on: 1m }"),
    `${p}.limits: holds for an output, and there is no to here; give it one, or leave this out`,
  ],
  [
    "an output string without words",
    property("type: string, to: { line: a, safe_value: null }"),
    /p: a string that can be written needs its words/,
  ],
  [
    "values that leave a writable value out",
    property('type: boolean, to: { line: a, safe_value: null, values: { true: "1" } }'),
    `${p}.to.values: says nothing for false, which can be written`,
  ],
  [
    "one wire value for two values",
    property("type: boolean, from: { line: a, values: { true: x, false: [y, x] } }"),
    /values\.false: the same wire value already stands/,
  ],
  [
    "yes as a boolean key",
    property("type: boolean, from: { line: a, values: { yes: x, false: y } }"),
    /values\.yes: the key should be true or false/,
  ],
  [
    "minimum above maximum",
    property("type: number, minimum: 2, maximum: 1.5, from: { line: a }"),
    `${p}.minimum: is greater than maximum, 1.5; swap the two`,
  ],
  ["step of 0", property("type: number, step: 0, from: { line: a }"), `${p}.step: should be greater than 0`],
  [
    "a fraction of an integer",
    property("type: integer, minimum: 0.5, from: { line: a }"),
    /minimum: should be a whole number for an integer/,
  ],
  [
    "minimum of a boolean",
    property("type: boolean, minimum: 0, from: { line: a }"),
    `${p}.minimum: only numbers have it; this is a boolean`,
  ],
  ["an unknown unit", property("type: number, unit: Celsius, from: { line: a }"), /unit: Celsius is not a known unit/],
  [
    "a unit with a slip",
    property("type: number, unit: '%HR', from: { line: a }"),
    `${p}.unit: %HR is not a known unit; did you mean "%RH"?`,
  ],
  [
    "scale beside values",
    property("type: number, from: { line: a, values: { 1: a }, scale: 2 }"),
    /scale: cannot stand beside values/,
  ],
  ["scale of 0", property("type: number, from: { line: a, scale: 0 }"), `${p}.from.scale: should not be 0`],
  ["scale of a boolean", property("type: boolean, from: { line: a, scale: 2 }"), /scale: only numbers can have it/],
  [
    "a pattern that looks ahead",
    property("type: number, from: { line: a, match: '(?=a)b' }"),
    /match: The pattern looks ahead or behind/,
  ],
  [
    "a pattern that cannot be read",
    property("type: number, from: { line: a, match: '(a' }"),
    /match: The pattern cannot be read/,
  ],
  [
    "a group that match does not name",
    property("type: number, from: { line: a, match: '(?<t>a)', group: u }"),
    `${p}.from.group: match has no group u: it names t`,
  ],
  [
    "a group without match",
    property("type: number, from: { line: a, group: u }"),
    /group: names a group of match, and there is no match/,
  ],
  [
    "a path that is no JSON Pointer",
    property("type: number, from: { line: a, path: humidity }"),
    `${p}.from.path: should be a JSON Pointer (RFC 6901), such as /humidity`,
  ],
  [
    "path beside match",
    property("type: number, from: { line: a, path: /a, match: b }"),
    /match: cannot stand beside path/,
  ],
  [
    "a duration without unit",
    property("type: number, from: { line: a }, stale: 30"),
    /stale: should be a number with a unit of time/,
  ],
  ["a stale of 0", property("type: number, from: { line: a }, stale: 0s"), `${p}.stale: should be longer than 0`],
  [
    "reports that cannot be",
    property("type: number, from: { line: a }, report: { at_most_every: 1h }"),
    /report: at_least_every is shorter/,
  ],
  [
    "read_back without from",
    property("type: boolean, to: { line: a, safe_value: null }, read_back: { within: 5s }"),
    /read_back: needs both from and to/,
  ],
]);

test("digits are known where decimals, step or report.change name them, and are three else", () => {
  const digits = (keys: string): readonly unknown[] => {
    const [first] = good(readBody(property(`type: number, from: { line: a }${keys}`))).things[0]?.properties ?? [];
    return [first?.decimals, first?.hasDecimals];
  };
  assert.deepEqual(digits(", decimals: 1"), [1, true]);
  assert.deepEqual(digits(", step: 0.25"), [2, true]);
  assert.deepEqual(digits(", report: { change: 0.5 }"), [1, true]);
  assert.deepEqual(digits(""), [3, false]);
});

test("what is said of readings that there are none of is warned of, and what is read is not", () => {
  const warnings = (keys: string): readonly string[] => lines(readBody(property(keys)).warnings);
  const told = warnings(
    "type: number, minimum: 0, maximum: 1, to: { line: a, safe_value: 0 }, limits: { max_on: 1m }, report: { change: 1 }, stale: 5m, momentary: true",
  );
  assert.equal(told.length, 3, told.join("\n"));
  assert.match(
    told[0] ?? "",
    /things\.box\.properties\.p\.report: has no effect without from: .*leave it out, or say in from/,
  );
  assert.match(told[1] ?? "", /p\.stale: has no effect without from/);
  assert.match(told[2] ?? "", /p\.momentary: has no effect without from/);
  assert.deepEqual(warnings("type: number, from: { line: a }, report: { change: 1 }, stale: 5m"), []);
});
