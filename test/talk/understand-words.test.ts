import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { Reading } from "../../src/core/reading.ts";
import { prepareFindTarget } from "../../src/talk/find-target.ts";
import { understandWords } from "../../src/talk/understand-words.ts";
import { english } from "../../src/texts/english.ts";
import { cpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { things } from "../fakes/gate-scene.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: null };
const mode = someProperty({ in: "cellar", name: "mode", title: "Mode", type: "string", enum: ["Away", "At home"], to });
const door = someProperty({
  in: "cellar",
  name: "door",
  title: "Door",
  type: "boolean",
  labels: [
    { value: true, label: "open" },
    { value: false, label: "closed" },
  ],
  to,
});
const cellarPump = someProperty({ in: "cellar", name: "pump", title: "Pump", type: "boolean", to });
const all = [...things, someThing("cellar", [mode, door, cellarPump], { title: "Cellar" })];

const findTarget = prepareFindTarget(all);
const values = { latest: (): Reading | undefined => undefined, now: 0 };
const ask = (typed: string) => understandWords(typed.split(" "), findTarget, all, values, english);

const wishes: readonly (readonly [string, string, string, unknown?])[] = [
  ["temperature", "read", "greenhouse/temperature"],
  ["Temperature", "read", "greenhouse/temperature"],
  ["greenhouse temperature", "read", "greenhouse/temperature"],
  ["gh/temperature", "read", "greenhouse/temperature"],
  ["greenhouse pump on", "write", "greenhouse/pump", true],
  ["greenhouse/pump on", "write", "greenhouse/pump", true],
  ["GH PUMP OFF", "write", "greenhouse/pump", false],
  ["setpoint 21", "write", "greenhouse/setpoint", "21"],
  ["setpoint to 21,5 °C", "write", "greenhouse/setpoint", "21.5"],
  ["setpoint 21.5°C", "write", "greenhouse/setpoint", "21.5"],
  ["Lüfter on", "write", "bath/fan", true],
  ["lufter on", "write", "bath/fan", true],
  ["Luefter on", "write", "bath/fan", true],
  ["LÜFTER ON", "write", "bath/fan", true],
  ["lu\u0308fter on", "write", "bath/fan", true],
  ["bath / fan on", "write", "bath/fan", true],
  ["Bad (Obergeschoss) on", "write", "bath/fan", true],
  ["door open", "write", "cellar/door", true],
  ["mode at home", "write", "cellar/mode", "At home"],
  ["rest", "invoke", "greenhouse/rest"],
];

for (const [typed, op, path, input] of wishes) {
  test(`"${typed}" wishes to ${op} ${path}`, () => {
    const [thing, name] = path.split("/");
    const wish = input === undefined ? { thing, op, name } : { thing, op, name, input };
    assert.deepEqual(ask(typed), { kind: "wish", wish });
  });
}

const answers: readonly (readonly [string, string])[] = [
  ["pump on", '"pump on" could be several. Which one?\n!greenhouse/pump on\n!cellar/pump on'],
  ["temprature", 'I do not know "temprature". Did you mean one of these?\n!greenhouse/temperature'],
  ["lmap on", 'I do not know "lmap on". Did you mean one of these?\n!greenhouse/lamp on'],
  ["garage open", 'I do not know "garage open". Ask !things for what there is, !help for how to ask.'],
  ["lamp maybe", "Greenhouse / Lamp takes on or off."],
  ["door on fire", "Cellar / Door takes open or closed."],
  ["mode asleep", "Cellar / Mode takes Away, At home."],
  ["setpoint warm", "Greenhouse / Setpoint takes a number from 5 to 30 °C."],
  ["setpoint 21 kg", "Greenhouse / Setpoint takes a number from 5 to 30 °C."],
  ["rest now", "Greenhouse / Rest takes no value."],
  [
    "greenhouse on",
    '"greenhouse on" could be several. Which one?\n!greenhouse/pump on\n!greenhouse/lamp on\n!greenhouse/heater on\n!greenhouse/vent on\n!greenhouse/siren on',
  ],
  ["stauts", 'I do not know "stauts". Did you mean one of these?\n!status'],
  ["stpo", 'I do not know "stpo". Did you mean one of these?\n!stop'],
];

for (const [typed, body] of answers) {
  test(`"${typed}" moves nothing and is asked about`, () => {
    const understood = ask(typed);
    assert.equal(understood.kind === "answer" && understood.answer.body, body);
  });
}

const timed: readonly (readonly [string, object])[] = [
  ["greenhouse pump on for 10m", { thing: "greenhouse", op: "write", name: "pump", input: true, lease: 600_000 }],
  ["lamp on for 1 h 30 min", { thing: "greenhouse", op: "write", name: "lamp", input: true, lease: 5_400_000 }],
  ["setpoint 21 for 2h", { thing: "greenhouse", op: "write", name: "setpoint", input: "21", lease: 7_200_000 }],
  ["mode at home for 2 days", { thing: "cellar", op: "write", name: "mode", input: "At home", lease: 172_800_000 }],
  ["water", { thing: "greenhouse", op: "invoke", name: "water" }],
  ["water 30s", { thing: "greenhouse", op: "invoke", name: "water", input: 30_000 }],
  ["gh/water for 1 min", { thing: "greenhouse", op: "invoke", name: "water", input: 60_000 }],
];
for (const [typed, wish] of timed) {
  test(`"${typed}" says for how long`, () => assert.deepEqual(ask(typed), { kind: "wish", wish }));
}

const untimed: readonly (readonly [string, string])[] = [
  ["greenhouse pump for 10m", "Greenhouse / Pump takes on or off."],
  ["lamp on for ever", "Greenhouse / Lamp takes on or off."],
  ["water wine", "Greenhouse / Water takes a time of up to 2m, or nothing."],
  ["rest 30s", "Greenhouse / Rest takes no value."],
];
for (const [typed, body] of untimed) {
  test(`"${typed}" is asked about`, () => {
    const understood = ask(typed);
    assert.deepEqual(understood.kind === "answer" && [understood.answer.body, understood.isDoubt], [body, true]);
  });
}

test("no near miss is ever taken for something that moves", () => {
  const known = ["lamp", "heater", "setpoint", "vent", "fan"];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(9), fc.constantFrom("x", ""), (name, at, by) => {
      const typed = name.slice(0, at % name.length) + by + name.slice((at % name.length) + 1);
      const understood = ask(`${typed} on`);
      assert.equal(understood.kind, known.includes(typed) ? "wish" : "answer");
    }),
  );
});

test("arbitrary words are answered without throwing, and their text is escaped in HTML", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1, maxLength: 24 }), (typed) => {
      const understood = understandWords(typed, findTarget, all, values, english);
      if (understood.kind === "answer")
        assert.doesNotMatch(understood.answer.html, /<(?!\/?(p|table|tr|td|ul|li|code)>)/);
    }),
    { numRuns: 1500 },
  );
});

test("with two thousand names the longest text takes less than 50 ms of the loop", () => {
  const many = Array.from({ length: 200 }, (_, thing) =>
    someThing(
      `thing${thing}`,
      Array.from({ length: 10 }, (_, index) =>
        someProperty({
          in: `thing${thing}`,
          name: `property${index}_of_${thing}`,
          title: `Some property ${index} of thing ${thing}`,
          decimals: parseDecimal("1")?.scale ?? 0,
        }),
      ),
    ),
  );
  const names = prepareFindTarget(many);
  const words = Array.from({ length: 24 }, (_, index) => `propertx${index}propertx`);
  understandWords(words, names, many, values, english);
  const before = cpuMs();
  understandWords(words, names, many, values, english);
  const held = cpuMs() - before;
  assert.ok(held < longestHoldMs, `${held} ms`);
});
