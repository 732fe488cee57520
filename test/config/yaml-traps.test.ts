import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, problemsOf, property, readBody, readText } from "./read-text.ts";

const traps: readonly (readonly [name: string, yaml: string, message: RegExp])[] = [
  [
    "an unquoted room id",
    "matrix:\n  room: !AbCdEf",
    /^roomwire\.yaml:2:9 {2}text that begins with ! is taken for a YAML tag; put it in quotes/,
  ],
  [
    "an unquoted user id",
    "matrix:\n  user: @ana:example.org",
    /^roomwire\.yaml:2:9 {2}text that begins with @ must stand in quotes/,
  ],
  ["an unquoted %RH", "a: { unit: %RH }", /^roomwire\.yaml:1:12 {2}text that begins with % must stand in quotes/],
  ["a line that begins with %", "%RH: 1", /taken for a YAML directive; put the text in quotes/],
  [
    "an unquoted alias of a room",
    "matrix: \n  room: #garden:hs",
    /room: is empty; .*text that begins with # must stand in quotes/,
  ],
  [
    "a number where text is meant",
    'matrix: { homeserver: "https://hs", user: "@a:hs", device_name: 1e5 }',
    /device_name: should be text; put it in quotes: "1e5"/,
  ],
  ["a merge key", "a: { <<: { b: 1 } }", /a\.<<: merge keys \("<<"\) are not read here; write the keys out/],
  ["an anchor", "a: &b 1", /taken|begins with & is a YAML anchor/],
  ["an alias", "a: *b", /begins with \* is a YAML alias/],
  ["a lone star", "a: *", /begins with \* is a YAML alias/],
  ["a known tag", "a: !!str 1", /YAML tags are not read here/],
  ["a key twice", "clock: auto\nclock: trusted", /^roomwire\.yaml:2:1 {2}clock: this key stands here twice/],
  ["a tab as indentation", "a:\n\tb: 1", /^roomwire\.yaml:2:1 {2}a tab is used as indentation; use spaces/],
  ["two documents", "a: 1\n---\nb: 2", /the file holds several YAML documents/],
  ["a second colon", "a: b: c", /a second colon stands on this line; put the text in quotes/],
  ["a bracket left open", "a: [1, 2", /brackets must be closed/],
  ["a hexadecimal number", "a: 0x1F", /0x1F is not a number in plain decimal digits/],
  ["infinity", "a: .inf", /\.inf is not a number in plain decimal digits/],
  ["a list as a key", "[a]: 1", /this is not a key/],
  ["a list instead of keys", "- a", /should hold keys of its own/],
  [
    "words for a boolean",
    property("type: boolean, private: yes, from: { line: a }"),
    /private: should be true, not yes/,
  ],
  [
    "a quoted boolean",
    property('type: boolean, private: "false", from: { line: a }'),
    /private: should be false without quotes/,
  ],
  [
    "a quoted number",
    property('type: number, minimum: "5", from: { line: a }'),
    /minimum: should be a number, without quotes/,
  ],
  [
    "a boolean among words",
    property("type: string, enum: [a, true], from: { line: a }"),
    /enum\[1\]: should be text; put it in quotes: "true"/,
  ],
  [
    "braces at the start of text",
    'matrix: { homeserver: "https://hs", user: "@a:hs", device_name: {name} }',
    /device_name: should be text; text that begins with \{ or \[ must stand in quotes/,
  ],
];

for (const [name, yaml, message] of traps) {
  test(`the remedy is told for ${name}`, () => {
    const read = readText(yaml);
    assert.ok(!read.ok);
    assert.ok(
      lines(read.problems).some((line) => message.test(line)),
      lines(read.problems).join("\n"),
    );
  });
}

test("on as a safe_value of a boolean is told apart from true", () => {
  const problems = problemsOf(readBody(property("type: boolean, to: { line: a, safe_value: off }")));
  assert.deepEqual(problems, ["things.box.properties.p.to.safe_value: should be true or false, not off; write false"]);
});
