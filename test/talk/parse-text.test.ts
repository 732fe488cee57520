import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asUserId } from "../../src/core/ids.ts";
import { parseText } from "../../src/talk/parse-text.ts";
import { words } from "../../src/texts/en/words.ts";

const names = { user: asUserId("@greenhouse:example.org"), displayName: "Greenhouse Pi" };
const parse = (body: string, isMentioned = false) => parseText(body, names, words, isMentioned);
const asks = (...typed: string[]) => ({ kind: "words", words: typed, isAddressed: false }) as const;
const asked = (...typed: string[]) => ({ kind: "words", words: typed, isAddressed: true }) as const;
const unnamed = { isAddressed: false } as const;
const named = { isAddressed: true } as const;

const forms: readonly (readonly [string, ReturnType<typeof parse>])[] = [
  ["!status", { kind: "status", ...unnamed }],
  ["  !Status ", { kind: "status", ...unnamed }],
  ["/help", { kind: "help", ...unnamed }],
  ["!things", { kind: "things", ...unnamed }],
  ["!pump on", asks("pump", "on")],
  ["/pump   on", asks("pump", "on")],
  ["!setpoint=21", asks("setpoint", "21")],
  ["!greenhouse/pump on", asks("greenhouse/pump", "on")],
  ["@greenhouse:example.org: pump on", asked("pump", "on")],
  ["@greenhouse:example.org pump on", asked("pump", "on")],
  ["Greenhouse Pi: pump on", asked("pump", "on")],
  ["greenhouse pi, status", { kind: "status", ...named }],
  ["greenhouse: pump on", asked("pump", "on")],
  ["@greenhouse:example.org", { kind: "help", ...named }],
  ["!stop", { kind: "stop", ...unnamed }],
  ["/STOP", { kind: "stop", ...unnamed }],
  ["Greenhouse Pi: stop", { kind: "stop", ...named }],
  ["!stop release", { kind: "release", ...unnamed }],
  ["!stop now", asks("stop", "now")],
  ["!who", { kind: "who", ...unnamed }],
  ["!log", { kind: "log", words: [], ...unnamed }],
  ["!LOG greenhouse", { kind: "log", words: ["greenhouse"], ...unnamed }],
  ["!status?", { kind: "status", ...unnamed }],
  ["!pump on …", asks("pump", "on")],
  ["!setpoint 21.5.", asks("setpoint", "21.5")],
  ["Greenhouse Pi: !pump on", asked("pump", "on")],
  ["@greenhouse:example.org /status", { kind: "status", ...named }],
  ["[Greenhouse](https://matrix.to/#/@greenhouse:example.org): status", { kind: "status", ...named }],
  ["[x](https://matrix.to/#/%40greenhouse%3Aexample.org) !pump on", asked("pump", "on")],
  ["!4821", { kind: "code", code: "4821", isBare: false, ...unnamed }],
  [" 4821 ", { kind: "code", code: "4821", isBare: true, ...unnamed }],
  ["!pair", { kind: "pair", code: undefined, ...unnamed }],
  ["!pair K7QX2M9P", { kind: "pair", code: "K7QX2M9P", ...unnamed }],
  ["> <@ana:example.org> !pump off\n\n!pump on", asks("pump", "on")],
];

for (const [body, parsed] of forms) {
  test(`understands the form of ${JSON.stringify(body)}`, () => assert.deepEqual(parse(body), parsed));
}

test("a mention makes the bare name enough, and any prefix an address", () => {
  assert.deepEqual(parse("Greenhouse Pi pump on", true), asked("pump", "on"));
  assert.deepEqual(parse("!pump on", true), asked("pump", "on"));
  assert.deepEqual(parse("pump on, Greenhouse Pi", true), { kind: "chatter" });
});

const chatter = [
  "",
  "stop",
  "STOP",
  "482",
  "48210",
  "it is 4821",
  "!",
  "!!!",
  "! pump on",
  "pump on",
  "Greenhouse Pi is great",
  "> !pump on",
  "* !pump on",
  "see !pump on",
  "[Ana](https://matrix.to/#/@ana:example.org): pump on",
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
        if (kind !== "chatter") assert.match(body.trim(), /^(?:[!/>@g[]|\d{4}$)/i);
      },
    ),
    { numRuns: 3000 },
  );
});
