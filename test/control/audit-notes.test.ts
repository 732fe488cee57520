import assert from "node:assert/strict";
import { test } from "node:test";
import { auditNoteOfCommand, auditNoteOfOutcome } from "../../src/control/audit-notes.ts";
import type { Command } from "../../src/core/command.ts";
import { asRoomId, asThingId, asUserId } from "../../src/core/ids.ts";
import { bob, gateScene } from "../fakes/gate-scene.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const things = [
  someThing("box", [
    someProperty({ name: "setpoint" }),
    someProperty({ name: "code", type: "string", private: true }),
    someProperty({ name: "text", type: "string" }),
  ]),
];

function write(name: string, input: Command["input"]): Command {
  return {
    id: "command-1",
    sender: asUserId("@ana:example.org"),
    room: asRoomId("!room"),
    eventId: "$event",
    source: "event",
    thing: asThingId("box"),
    op: "write",
    name,
    input,
    lease: 60_000,
    pulse: undefined,
    expiresAt: undefined,
  };
}

test("a command is noted with who, what and to which value", () => {
  assert.deepEqual(auditNoteOfCommand(write("setpoint", { coefficient: 215n, scale: 1 }), things), {
    kind: "command",
    body: {
      id: "command-1",
      sender: "@ana:example.org",
      op: "write",
      target: "box/setpoint",
      source: "event",
      input: "21.5",
      lease: 60_000,
    },
  });
});

test("what is written to a private property stays out", () => {
  const { body } = auditNoteOfCommand(write("code", "canary-1234"), things);
  assert.equal(body.input, undefined);
  assert.equal(body.target, "box/code");
});

test("what others choose is cut to a hundred characters", () => {
  const { body } = auditNoteOfCommand(write("text", "x".repeat(5000)), things);
  assert.equal(body.input, `${"x".repeat(100)}…`);
});

test("an outcome is noted with its code or with what confirms it", () => {
  const command = write("setpoint", true);
  const failed = { status: "failed", code: "connection-down", detail: "" } as const;
  const common = { id: "command-1", sender: "@ana:example.org" };
  assert.deepEqual(auditNoteOfOutcome(command, failed).body, { ...common, status: "failed", code: "connection-down" });
  const done = { status: "done", output: true, confirmed: "driver" } as const;
  assert.deepEqual(auditNoteOfOutcome(command, done).body, { ...common, status: "done", confirmed: "driver" });
});

test("the gate notes a command, its outcome and a refusal", async () => {
  await using scene = gateScene();
  await scene.receive();
  await scene.receive({ content: scene.command({ name: "door" }) });
  assert.deepEqual(
    scene.store.auditEntries(0, 10).map(({ kind, body }) => [kind, body.code ?? body.status ?? body.target]),
    [
      ["command", "greenhouse/pump"],
      ["outcome", "done"],
      ["refusal", "unknown-target"],
    ],
  );
});

test("what is meant for another agent is one note a minute with counts, however much it is", async () => {
  await using scene = gateScene();
  const other = () => scene.receive({ content: scene.command({ agent: "@other:example.org" }) });
  for (let index = 0; index < 150; index++) await other();
  assert.deepEqual(scene.store.auditEntries(0, 10), []);
  await scene.clock.advance(60_000);
  await other();
  assert.deepEqual(
    scene.store.auditEntries(0, 10).map(({ kind, body }) => [kind, body]),
    [["refusal", { count: 150, "wrong-agent": 150 }]],
  );
  await scene.clock.advance(60_000);
  assert.equal(scene.store.auditEntries(0, 10).length, 2);
});

test("a flood of somebody listed, or of a homeserver that repeats old events, does not push all else out", async () => {
  await using scene = gateScene();
  const facts = { masterKey: "bob-master-key", sessionId: "bob" };
  for (let second = 0; second < 600; second++) {
    for (let index = 0; index < 5; index++) await scene.receive({ sender: bob, facts });
    await scene.clock.advance(1000);
  }
  const entries = scene.store.auditEntries(0, 10_000);
  const single = entries.filter(({ body }) => body.count === undefined).length;
  const counted = entries.reduce((sum, { body }) => sum + Number(body["not-allowed"] ?? 0), 0);
  assert.ok(single <= 60 + 20 + 1 && entries.length <= single + 11, `${single} of ${entries.length}`);
  assert.ok(single + counted > 2700, JSON.stringify([single, counted, entries.slice(-12)]));
});

test("counts that are not noted yet are noted at the end", async () => {
  const scene = gateScene();
  await scene.receive({ content: scene.command({ agent: "@other:example.org" }) });
  await scene[Symbol.asyncDispose]();
  assert.deepEqual(scene.store.auditEntries(0, 10)[0]?.body, { count: 1, "wrong-agent": 1 });
});
