import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asUserId } from "../../src/core/ids.ts";
import { parseText } from "../../src/talk/parse-text.ts";
import { words } from "../../src/texts/en/words.ts";

const names = { user: asUserId("@greenhouse:example.org"), displayName: "Greenhouse Pi" };
const parse = (body: string) => parseText(body, names, words);
const asks = (...typed: string[]) => ({ kind: "words", words: typed }) as const;

const forms: readonly (readonly [string, ReturnType<typeof parse>])[] = [
  ["!status", { kind: "status" }],
  ["  !Status ", { kind: "status" }],
  ["/help", { kind: "help" }],
  ["!things", { kind: "things" }],
  ["!pump on", asks("pump", "on")],
  ["/pump   on", asks("pump", "on")],
  ["!setpoint=21", asks("setpoint", "21")],
  ["!greenhouse/pump on", asks("greenhouse/pump", "on")],
  ["@greenhouse:example.org: pump on", asks("pump", "on")],
  ["@greenhouse:example.org pump on", asks("pump", "on")],
  ["Greenhouse Pi: pump on", asks("pump", "on")],
  ["greenhouse pi, status", { kind: "status" }],
  ["greenhouse: pump on", asks("pump", "on")],
  ["@greenhouse:example.org", { kind: "help" }],
  ["> <@ana:example.org> !pump off\n\n!pump on", asks("pump", "on")],
];

for (const [body, parsed] of forms) {
  test(`understands the form of ${JSON.stringify(body)}`, () => assert.deepEqual(parse(body), parsed));
}

const chatter = [
  "",
  "!",
  "!!!",
  "! pump on",
  "pump on",
  "Greenhouse Pi is great",
  "> !pump on",
  "* !pump on",
  "see !pump on",
  `!${"x".repeat(501)}`,
  `!${"a ".repeat(30)}`,
];
for (const body of chatter) {
  test(`takes for chatter: ${JSON.stringify(body.slice(0, 30))}`, () =>
    assert.deepEqual(parse(body), { kind: "chatter" }));
}

test("any text is parsed without throwing, and only a prefix or the name addresses the agent", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string().map((rest) => `!${rest}`),
      ),
      (body) => {
        const { kind } = parse(body);
        if (kind !== "chatter") assert.match(body.trim(), /^[!/>@g]/i);
      },
    ),
    { numRuns: 3000 },
  );
});
