import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import { askBack } from "../../src/talk/answers/ask-back.ts";
import { prepareFindTarget } from "../../src/talk/find-target.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { understandQuiet } from "../../src/talk/understand-quiet.ts";
import { english } from "../../src/texts/english.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const findTarget = prepareFindTarget(things);
const ask = (kind: "ack" | "mute", typed: string) =>
  understandQuiet(kind, typed === "" ? [] : typed.split(" "), findTarget, english);

const hour = 3_600_000;
const wishes: readonly (readonly ["ack" | "mute", string, object])[] = [
  ["ack", "", { thing: "all", name: "ack" }],
  ["ack", "Greenhouse", { thing: "greenhouse", name: "ack" }],
  ["ack", "gh pump", { thing: "greenhouse", name: "ack" }],
  ["mute", "2h", { thing: "all", name: "mute", input: 2 * hour }],
  ["mute", "for 1 h 30 min", { thing: "all", name: "mute", input: 1.5 * hour }],
  ["mute", "gh 2 hours", { thing: "greenhouse", name: "mute", input: 2 * hour }],
  ["mute", "Bad (Obergeschoss) for 2h", { thing: "bath", name: "mute", input: 2 * hour }],
  ["mute", "off", { thing: "all", name: "mute", input: 0 }],
  ["mute", "greenhouse off", { thing: "greenhouse", name: "mute", input: 0 }],
];
for (const [kind, typed, wish] of wishes) {
  test(`!${kind} ${typed} is a wish`, () =>
    assert.deepEqual(ask(kind, typed), { kind: "wish", wish: { op: "invoke", ...wish } }));
}

const doubts: readonly (readonly ["ack" | "mute", string, RegExp])[] = [
  ["ack", "gh pump now", /^!ack takes a Thing, or nothing/],
  ["ack", "garage", /^!ack takes a Thing, or nothing/],
  ["ack", "grenhouse", /Did you mean one of these\?\n!ack greenhouse$/],
  ["mute", "", /^!mute takes a time/],
  ["mute", "greenhouse", /^!mute takes a time/],
  ["mute", "garage 2h", /^!mute takes a time/],
  ["mute", "grenhouse 2h", /Did you mean one of these\?\n!mute greenhouse 2h$/],
];
for (const [kind, typed, body] of doubts) {
  test(`!${kind} ${typed} quiets nothing and is asked about`, () => {
    const understood = ask(kind, typed);
    assert.match(understood.kind === "answer" ? understood.answer.body : "", body);
  });
}

const now = talkParts().clock.now();
const standing = [
  { text: "Water in the cellar", thing: "greenhouse", raisedAt: now - hour },
  { text: "Fan is off", thing: "bath", raisedAt: now - hour, ackedBy: "@ana:x" },
];
const talk = talkToPeople(
  talkParts({ things, alerts: () => ({ standing, mutes: { bath: now + hour, gone: now - 1 } }) }),
);
const command = {
  id: "1",
  sender: asUserId("@ana:x"),
  room: asRoomId("!room"),
  eventId: "$asked",
  source: "text",
  thing: asThingId("all"),
  op: "invoke",
  name: "ack",
  input: undefined,
  lease: undefined,
  pulse: undefined,
  expiresAt: undefined,
} as const;
const answer = (change: Partial<{ name: string; pulse: number; thing: typeof command.thing }>): string => {
  const done = { status: "done", output: undefined, confirmed: "none" } as const;
  const result = { v: 1, command: "1", status: "done", confirmed: "none", seq: 1, at: 0 } as const;
  const whole = { ...result, "m.relates_to": { rel_type: "m.reference", event_id: "$asked" } } as const;
  return String(talk.outcome({ ...command, ...change }, done, whole).body);
};

test("what was acknowledged and how long it is quiet is said", () => {
  assert.equal(answer({}), "Fan is off\nIt is not repeated any more; I tell when it is over.");
  assert.equal(answer({ thing: asThingId("greenhouse") }), "There is no alert that you could acknowledge.");
  assert.equal(
    answer({ name: "mute", pulse: 2 * hour }),
    "Everything does not ring until Jan 1, 02:00. !mute off ends that.",
  );
  assert.equal(answer({ name: "mute", pulse: 0, thing: asThingId("bath") }), "Bad (Obergeschoß) rings again.");
});

test("!status tells what stands, who has seen it, and what is muted, to those who may read it", () => {
  const [ana, bob] = operators;
  const ask = (operator: typeof ana): string => {
    assert.ok(operator !== undefined);
    const understood = talk.understand({ body: "!status", operator, eventId: "$e", isMentioned: false });
    return understood.kind === "answer" ? String(understood.content.body) : "";
  };
  assert.match(
    ask(ana),
    /^ALERT: Water in the cellar, 23:00\.\nAlert, seen by @ana:x: Fan is off, 23:00\.\nBad \(Obergeschoß\): does not ring until Jan 1, 01:00\.\n/,
  );
  assert.doesNotMatch(ask(bob), /Fan is off/);
});

test("a mute is asked back for by what it does", () => {
  const asked = { ...command, name: "mute", pulse: 2 * hour };
  assert.equal(
    askBack(asked, "4821", things, english).body,
    "Send 4821 within 30 s to keep Everything from ringing for 2h.",
  );
});
