import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareFindTarget } from "../../src/talk/find-target.ts";
import { parseAddressed } from "../../src/talk/parse-addressed.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { talkParts } from "../fakes/talk-parts.ts";

/** The agent's user is `@greenhouse:example.org`, its device `Greenhouse Pi`. */
const { names } = talkParts();
const findTarget = prepareFindTarget(things);
const [operator] = operators;
const hour = 3_600_000;

const parse = (body: string) => parseAddressed(body, false, names, findTarget, english.words);

for (const [body, expected] of [
  ["!greenhouse pi/pump on", { kind: "words", words: ["pump", "on"], isAddressed: true }],
  ["!Greenhouse Pi / bath", { kind: "words", words: ["bath"], isAddressed: true }],
  ["!greenhouse_pi/stop", { kind: "stop", isAddressed: true }],
  ["!greenhouse-pi/stop release", { kind: "release", isAddressed: true }],
  ["/greenhouse-pi/status", { kind: "status", isAddressed: true }],
  ["!greenhouse-pi/1234", { kind: "code", code: "1234", isBare: false, isAddressed: true }],
  ["!greenhouse-pi/mute 2h", { kind: "mute", words: ["2h"], isAddressed: true }],
  ["!log greenhouse-pi/bath", { kind: "log", words: ["bath"], isAddressed: true }],
  ["!other-pi/stop", { kind: "words", words: ["other-pi/stop"], isAddressed: false }],
  ["!greenhouse/pump on", { kind: "words", words: ["greenhouse/pump", "on"], isAddressed: false }],
  ["!mute greenhouse/pump 2h", { kind: "mute", words: ["greenhouse/pump", "2h"], isAddressed: false }],
  ["!ack", { kind: "ack", words: [], isAddressed: false }],
  ["what greenhouse-pi/stop does", { kind: "chatter" }],
] as const) {
  test(`"${body}" is read`, () => assert.deepEqual(parse(body), expected));
}

for (const [texts, body, wish] of [
  [english, "!mute greenhouse-pi/greenhouse 2h", { thing: "greenhouse", name: "mute", input: 2 * hour }],
  [english, "!Mute Greenhouse Pi/gh for 1 h 30 min.", { thing: "greenhouse", name: "mute", input: 1.5 * hour }],
  [english, "/mute  GREENHOUSE_PI / Bad (Obergeschoss)  off", { thing: "bath", name: "mute", input: 0 }],
  [english, "!mute greenhouse-pi/2h", { thing: "all", name: "mute", input: 2 * hour }],
  [english, "!ack greenhouse-pi/bath", { thing: "bath", name: "ack" }],
  [german, "!stumm greenhouse-pi/greenhouse 2 stunden", { thing: "greenhouse", name: "mute", input: 2 * hour }],
] as const) {
  test(`"${body}" quiets the Thing of this agent`, () => {
    assert.ok(operator !== undefined);
    const talk = talkToPeople(talkParts({ things, texts }));
    const understood = talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
    assert.deepEqual(understood, { kind: "wish", isAddressed: true, wish: { op: "invoke", ...wish } });
  });
}
