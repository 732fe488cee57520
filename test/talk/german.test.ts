import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalSchema, refusalType } from "../../schemas/refusal.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Reading } from "../../src/core/reading.ts";
import { sayDetail } from "../../src/talk/say-detail.ts";
import { showTimeIn } from "../../src/talk/show-time.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { operators } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: false };
const temperature = someProperty({ in: "gewaechshaus", name: "temperatur", title: "Temperatur", unit: "Cel" });
const pump = someProperty({ in: "gewaechshaus", name: "pumpe", title: "Pumpe", type: "boolean", to });
const setpoint = someProperty({
  in: "gewaechshaus",
  name: "sollwert",
  title: "Sollwert",
  minimum: parseDecimal("5"),
  maximum: parseDecimal("30.5"),
  unit: "Cel",
  to: { ...to, safeValue: null },
});
const water = someAction("giessen", {
  title: "Gießen",
  work: { kind: "pulse", property: "pumpe", value: true, for: { default: 20_000, maximum: 120_000 } },
});
const house = someThing("gewaechshaus", [temperature, pump, setpoint], {
  title: "Gewächshaus",
  actions: [water],
});
const clock = new HandClock();
const reading: Reading = {
  path: temperature.path,
  value: parseDecimal("21.5"),
  quality: "ok",
  measuredAt: clock.now() - 12_000,
  takenAt: clock.now() - 12_000,
};
const latest = (path: string) => (path === temperature.path ? reading : undefined);
const talk = talkToPeople(talkParts({ things: [house], texts: german, clock, latest }));
const [operator] = operators;
assert.ok(operator !== undefined);
const understand = (body: string) => talk.understand({ body, operator, eventId: "$asked", isMentioned: false });

const wishes: readonly (readonly [string, object])[] = [
  ["!pumpe an", { op: "write", name: "pumpe", input: true }],
  ["!Pumpe aus", { op: "write", name: "pumpe", input: false }],
  ["!pumpe ein", { op: "write", name: "pumpe", input: true }],
  ["!pumpe an für 10m", { op: "write", name: "pumpe", input: true, lease: 600_000 }],
  ["!pumpe an fuer 1 std 30 minuten", { op: "write", name: "pumpe", input: true, lease: 5_400_000 }],
  ["!pump on for 10m", { op: "write", name: "pumpe", input: true, lease: 600_000 }],
  ["!sollwert auf 21,5 °C", { op: "write", name: "sollwert", input: "21.5" }],
  ["!gewächshaus sollwert 21", { op: "write", name: "sollwert", input: "21" }],
  ["!GEWAECHSHAUS/PUMPE an", { op: "write", name: "pumpe", input: true }],
  ["!gießen", { op: "invoke", name: "giessen" }],
  ["!giessen 2 minuten", { op: "invoke", name: "giessen", input: 120_000 }],
  ["!temperatur?", { op: "read", name: "temperatur" }],
];
/** With an alias in English, as a profile would have it. */
const aliased = talkToPeople(
  talkParts({
    things: [{ ...house, properties: [{ ...pump, aliases: ["pump"] }, temperature, setpoint] }],
    texts: german,
  }),
);
for (const [body, wish] of wishes) {
  test(`"${body}" is understood where German is spoken`, () => {
    const understood = aliased.understand({ body, operator, eventId: "$asked", isMentioned: false });
    assert.deepEqual(understood.kind === "wish" && understood.wish, { thing: "gewaechshaus", ...wish });
  });
}

const commands: readonly (readonly [string, string, string])[] = [
  ["!stopp", "all", "stop"],
  ["!halt", "all", "stop"],
  ["!stop", "all", "stop"],
  ["!stopp freigeben", "all", "release"],
];
for (const [body, thing, name] of commands) {
  test(`"${body}" is ${name} of everything`, () => {
    const understood = understand(body);
    assert.deepEqual(understood.kind === "wish" && understood.wish, { thing, op: "invoke", name });
  });
}

const answers: readonly (readonly [string, string])[] = [
  [
    "!gewächshaus",
    "Gewächshaus\nTemperatur  21,5 °C, vor 12 s\nPumpe       noch kein Wert\nSollwert    noch kein Wert",
  ],
  [
    "!geräte",
    "gewaechshaus/temperatur  lesen\ngewaechshaus/pumpe       lesen, setzen\ngewaechshaus/sollwert    lesen, setzen\ngewaechshaus/giessen     ausführen",
  ],
  [
    "!things",
    "gewaechshaus/temperatur  lesen\ngewaechshaus/pumpe       lesen, setzen\ngewaechshaus/sollwert    lesen, setzen\ngewaechshaus/giessen     ausführen",
  ],
  ["!pumpe vielleicht", "Gewächshaus / Pumpe nimmt an oder aus."],
  ["!sollwert warm", "Gewächshaus / Sollwert nimmt eine Zahl von 5 bis 30,5 °C."],
  ["!temperatr", "„temperatr“ kenne ich nicht. Ist eines von diesen gemeint?\n!gewaechshaus/temperatur"],
  ["!hlife", "„hlife“ kenne ich nicht. Ist eines von diesen gemeint?\n!hilfe"],
];
for (const [body, told] of answers) {
  test(`"${body}" is answered in German`, () => {
    const understood = understand(body);
    assert.equal(understood.kind === "answer" && understood.content.body, told);
  });
}

const details: readonly (readonly [string, string])[] = [
  ["The operator may not do this.", "Der Operator darf das nicht."],
  ["min_off: possible again in 48s.", "min_off: wieder möglich in 48s."],
  [
    "only_while of greenhouse/pump asks for: greenhouse/low is false. That does not hold now.",
    "only_while von greenhouse/pump verlangt: greenhouse/low is false. Das gilt jetzt nicht.",
  ],
  [
    "2 of 3 writes were done. The connection of the output is down.",
    "2 von 3 Werten wurden gesetzt. Der Ausgang ist nicht verbunden.",
  ],
  [
    "It was ended before its time: the link to the homeserver was lost.",
    "Es wurde vor seiner Zeit beendet: die Verbindung zum Homeserver ging verloren.",
  ],
  ["EIO: i/o error, write", "EIO: i/o error, write"],
];
for (const [detail, told] of details) {
  test(`"${detail}" is told as "${told}"`, () => assert.equal(sayDetail(detail, german), told));
}

test("where English is spoken a detail stays as it is", () => {
  for (const [detail] of details) assert.equal(sayDetail(detail, english), detail);
});

test("a refusal and an outcome are told in German, and the result that rides along stays for programs", () => {
  const refused: Outcome = { status: "refused", code: "min-off", detail: "min_off: possible again in 48s." };
  const command = {
    id: "s:1",
    sender: operator.user,
    room: "!r" as never,
    eventId: "$asked",
    source: "text",
    thing: asThingId("gewaechshaus"),
    op: "write",
    name: "pumpe",
    input: true,
    lease: undefined,
    pulse: undefined,
    expiresAt: undefined,
  } as const;
  const result = { v: 1, command: "s:1", status: "refused", code: "min-off", detail: refused.detail } as const;
  const content = talk.outcome(command, refused, { ...result, confirmed: "none", seq: 1, at: 0 } as never);
  assert.equal(
    content.body,
    "Abgelehnt: min_off: wieder möglich in 48s. Sende es nach der genannten Zeit noch einmal.",
  );
  assert.match(JSON.stringify(content["dev.roomwire.result"]), /possible again in 48s/);
  const done: Outcome = { status: "done", output: true, confirmed: "property" };
  assert.equal(talk.outcome(command, done, {} as never).body, "Gewächshaus / Pumpe ist an.");
});

test("a refusal of what was typed is told in German, and carries its code and an English sentence for programs", () => {
  const content = talk.refusal({ code: "min-off", detail: "min_off: possible again in 48s." }, "$asked");
  assert.match(String(content.body), /^Abgelehnt: min_off: wieder möglich in 48s/);
  const carried = compileCheck(refusalSchema)(content[refusalType]);
  assert.deepEqual(carried, { ok: true, value: { v: 1, code: "min-off", detail: "min_off: possible again in 48s." } });
});

test("a moment of another day is written as Germans write it", () => {
  const at = Date.UTC(2026, 2, 7, 13, 5);
  const show = showTimeIn("Europe/Berlin", german.code);
  assert.equal(show(at, at + 60_000), "14:05");
  assert.equal(show(at, at + 3 * 86_400_000), "7. März, 14:05");
});
