import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../src/core/decimal.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Reading } from "../../src/core/reading.ts";
import { answerEvent } from "../../src/talk/answer-event.ts";
import { help } from "../../src/talk/answers/help.ts";
import { readValue } from "../../src/talk/answers/read-value.ts";
import { status } from "../../src/talk/answers/status.ts";
import { things as listThings } from "../../src/talk/answers/things.ts";
import { writeOutcome } from "../../src/talk/answers/write-outcome.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { ana, bob, operators, things } from "../fakes/gate-scene.ts";
import { quietDelivery } from "../fakes/quiet-delivery.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { nobody, talkParts } from "../fakes/talk-parts.ts";

const now = 1_767_225_600_000;
const [greenhouse] = things;
const [temperature] = greenhouse?.properties ?? [];
assert.ok(greenhouse !== undefined && temperature !== undefined);
const reading: Reading = {
  path: temperature.path,
  value: parseDecimal("21.5"),
  quality: "ok",
  measuredAt: now - 12_000,
  takenAt: now - 12_000,
};
const agentStatus = {
  version: "0.1.0",
  startedAt: now - 3_600_000,
  isClockTrusted: true,
  stopped: undefined,
  downConnections: [],
  delivery: quietDelivery(now),
  farewell: "delayed" as const,
  trust: nobody,
};

test("a value is told with unit and age", () => {
  const { body } = readValue(greenhouse, temperature, { latest: () => reading, now }, english);
  assert.equal(body, "Greenhouse / Temperature: 21.5 °C, 12 s ago");
});

test("zeros at the end are told only where the configuration says how many digits there are", () => {
  const padded = { ...reading, value: parseDecimal("120.500") };
  const said = (hasDecimals: boolean): string =>
    readValue(greenhouse, { ...temperature, hasDecimals }, { latest: () => padded, now }, english).body;
  assert.equal(said(true), "Greenhouse / Temperature: 120.500 °C, 12 s ago");
  assert.equal(said(false), "Greenhouse / Temperature: 120.5 °C, 12 s ago");
});

test("a device adds no line of its own to what is said of its text", () => {
  const property = someProperty({ name: "state", title: "State", type: "string" });
  const box = someThing("box", [property], { title: "Box" });
  const latest = () => ({ ...reading, value: "idle\nPump: on\u202e" });
  const { body } = readValue(box, property, { latest, now }, english);
  assert.equal(body, "Box / State: idle / Pump: on, 12 s ago");
});

const doubts: readonly (readonly [string, Partial<Reading> | undefined, string])[] = [
  ["no reading yet", undefined, "no value yet"],
  ["a stale one", { quality: "stale", measuredAt: now - 7_200_000 }, "21.5 °C, stale, 2 h ago"],
  ["one that is not there", { quality: "unavailable", value: undefined }, "not there"],
  ["one of unknown age", { measuredAt: undefined }, "21.5 °C, age unknown"],
  ["one from three days ago", { measuredAt: now - 260_000_000 }, "21.5 °C, 3 d ago"],
];
for (const [what, change, told] of doubts) {
  test(`a value says what is doubtful about it: ${what}`, () => {
    const latest = () => (change === undefined ? undefined : { ...reading, ...change });
    const { body } = readValue(greenhouse, temperature, { latest, now }, english);
    assert.equal(body, `Greenhouse / Temperature: ${told}`);
  });
}

test("status stands alone as text, its lines fit a phone, and it names what is wrong", () => {
  const wrong = {
    ...agentStatus,
    isClockTrusted: false,
    downConnections: ["broker"],
    trust: { ...nobody, notPinned: [ana], firstUse: [bob], isOwnReplaced: true },
  };
  const { body } = status(wrong, things, { latest: () => reading, now }, english);
  const rows = body.split("\n").slice(9);
  assert.ok(
    rows.every((line) => line.length <= 40),
    body,
  );
  for (const part of ["60 min ago", "broker", "clock", ana, "21.5 °C, 12 s ago"]) assert.ok(body.includes(part), part);
});

test("status says first that everything is stopped, by whom and since when", () => {
  const stopped = { by: "@ana:example.org", at: now - 90_000 };
  const { body } = status({ ...agentStatus, stopped }, [], { latest: () => undefined, now }, english);
  assert.equal(body.split("\n")[1], "STOPPED by @ana:example.org, 1 min ago: nothing moves until it is released.");
});

test("status says what waits, for how long there is room, what was given up, and how sending goes", () => {
  const dropped = { quota: 30, age: 0, disk: 0, corrupt: 0, rejected: 4 };
  const waiting = { readings: 1200, bytes: 9000, oldestAt: now - 7_200_000 };
  const delivery = quietDelivery(now, { waiting, dropped, hoursLeft: 100, perMinute: { readings: 5, events: 1.25 } });
  const { body } = status({ ...agentStatus, delivery }, [], { latest: () => undefined, now }, english);
  assert.deepEqual(body.split("\n").slice(1), [
    "1200 readings are still to be sent, the oldest from 2 h ago.",
    "If nothing could be sent, there would be room for 4d more.",
    "34 readings were given up so far: no room, or a damaged disk.",
    "I send 1.3 events a minute; at most 12 are allowed.",
    "The homeserver took the last event 1 s ago.",
    "If I am cut off, the room says so within 3 minutes.",
  ]);
});

test("status of an agent that sends hardly anything counts no days of years", () => {
  const delivery = quietDelivery(now, { hoursLeft: 14_954 * 24 });
  const { body } = status({ ...agentStatus, delivery }, [], { latest: () => undefined, now }, english);
  assert.ok(body.includes("\nIf nothing could be sent, there would be room for years.\n"), body);
});

test("status says of a Thing that is away when it was last seen, or that nobody knows", () => {
  const box = someThing("box", [someProperty()], { title: "Box" });
  const told = (lastSeenAt: number | undefined) => {
    const values = { latest: () => undefined, away: () => ({ lastSeenAt }), now };
    return status(agentStatus, [box], values, english).body.split("\n").slice(-3);
  };
  const row = "temperature  no value yet";
  assert.deepEqual(told(now - 7_200_000), ["Box", "It is not there, last seen 2 h ago.", row]);
  assert.deepEqual(told(undefined), ["Box", "It is not there, and was not seen since I started.", row]);
});

test("status of many Things says how many it leaves out", () => {
  const many = Array.from({ length: 15 }, (_, index) =>
    someThing(`box${index}`, [someProperty({ in: `box${index}` })]),
  );
  const { body } = status(agentStatus, many, { latest: () => undefined, now }, english);
  assert.match(body, /… and 3 more: ask for a Thing by name\./);
});

test("things are listed by the path that can be typed", () => {
  const { body } = listThings(things, english);
  assert.match(body, /^greenhouse\/temperature\s+read$/m);
  assert.match(body, /^greenhouse\/rest\s+do$/m);
  assert.equal(listThings([], english).body, "There is nothing here that you may read.");
});

test("help shows every form", () => {
  const { body, html } = help(english);
  for (const { form } of english.help.forms) assert.ok(body.includes(form) && html.includes(form), form);
});

test("an outcome is told in words that leave no doubt", () => {
  const pump = greenhouse.properties.find(({ name }) => name === "pump");
  const say = (outcome: Outcome, lease?: number) =>
    writeOutcome(outcome, { name: "Pump", property: pump, lease }, english).body;
  assert.equal(say({ status: "done", output: true, confirmed: "property" }), "Pump is on.");
  assert.equal(
    say({ status: "done", output: true, confirmed: "driver" }),
    "Pump was set to on. Nothing reads it back.",
  );
  assert.equal(say({ status: "done", output: true, confirmed: "property" }, 600_000), "Pump is on for 10m.");
  assert.equal(
    say({ status: "done", output: true, confirmed: "property" }, 7_200_000),
    "Pump is on for 30m.",
    "max_on ends it sooner",
  );
  assert.equal(say({ status: "failed", code: "driver-failed", detail: "No power." }), "Pump: not done. No power.");
  assert.match(say({ status: "unknown", code: "interrupted", detail: "It ended." }), /unknown whether it was done/);
  assert.equal(say({ status: "refused", code: "expired", detail: "Too old." }), "Refused: Too old. Send it again.");
});

test("an answer is a notice that replies, mentions nobody, and stays within an event", () => {
  const content = answerEvent({ body: "hello", html: "<p>hello</p>" }, "$asked", { "dev.roomwire.result": { v: 1 } });
  assert.deepEqual(content, {
    msgtype: "m.notice",
    body: "hello",
    format: "org.matrix.custom.html",
    formatted_body: "<p>hello</p>",
    "m.mentions": {},
    "m.relates_to": { "m.in_reply_to": { event_id: "$asked" } },
    "dev.roomwire.result": { v: 1 },
  });
  const long = answerEvent({ body: "x".repeat(50_000), html: "" }, undefined);
  assert.ok(JSON.stringify(long).length < 20_000);
  assert.equal("formatted_body" in long, false);
});

test("an operator sees only the Things that the configuration lets them read", () => {
  const talk = talkToPeople(talkParts({ things }));
  const [all] = operators;
  assert.ok(all !== undefined);
  const bodyFor = (operator: typeof all, body: string) => {
    const understood = talk.understand({ body, operator, eventId: "$e", isMentioned: false });
    return understood.kind === "answer" ? String(understood.content.body) : understood.kind;
  };
  const some = { ...all, things: [asThingId("greenhouse")] };
  assert.match(bodyFor(all, "!things"), /bath/);
  assert.doesNotMatch(bodyFor(some, "!things"), /bath/);
  assert.doesNotMatch(bodyFor(some, "!status"), /Lüfter/);
  assert.equal(bodyFor(some, "!bath"), "There is nothing here that you may read.");
  assert.equal(bodyFor({ ...all, may: ["write"] }, "!greenhouse"), "There is nothing here that you may read.");
});
