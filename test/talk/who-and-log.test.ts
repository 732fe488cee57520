import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operator } from "../../src/config/configuration.ts";
import type { AuditEntry, AuditNote } from "../../src/core/audit-ports.ts";
import { asThingId } from "../../src/core/ids.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { ana, bob, operators, things } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const clock = new HandClock();
const [anaWhoMayAll, bobWhoMayLittle] = operators;
assert.ok(anaWhoMayAll !== undefined && bobWhoMayLittle !== undefined);

const minute = 60_000;
const notes: readonly (readonly [minutesAgo: number, AuditNote])[] = [
  [2 * 24 * 60, { kind: "start", body: { version: "0.1.0" } }],
  [60, command("a", ana, "write", "greenhouse/pump", { input: true, lease: 600_000 })],
  [60, { kind: "outcome", body: { id: "a", sender: ana, status: "done", confirmed: "property" } }],
  [50, { kind: "safe", body: { cause: "lease", set: "greenhouse/pump" } }],
  [40, command("b", bob, "read", "greenhouse/temperature")],
  [30, { kind: "refusal", body: { sender: bob, event: "$e", code: "not-allowed" } }],
  [20, command("c", ana, "write", "bath/fan", { input: false })],
  [20, { kind: "outcome", body: { id: "c", sender: ana, status: "failed", code: "connection-down" } }],
  [10, { kind: "pin", body: { user: bob, master_key: "k", way: "emoji" } }],
  [5, { kind: "stop", body: { did: "stop", by: ana, why: "stop" } }],
];
const entries = notes.map(
  ([ago, note], index): AuditEntry => ({ ...note, entry: index + 1, at: clock.now() - ago * minute, hash: "" }),
);

function command(id: string, sender: string, op: string, target: string, more: AuditNote["body"] = {}): AuditNote {
  return { kind: "command", body: { id, sender, op, target, source: "text", ...more } };
}

const talk = talkToPeople(
  talkParts({
    things,
    clock,
    audit: (limit) => entries.slice(-limit),
    people: () => [
      {
        user: ana,
        rights: { may: ["read", "write", "invoke"], things: undefined, until: undefined },
        standing: "verified",
      },
      {
        user: bob,
        rights: { may: ["read"], things: [asThingId("greenhouse")], until: clock.now() - 1 },
        standing: "first-use",
      },
    ],
  }),
);

function ask(body: string, operator: Operator = anaWhoMayAll as Operator): string {
  const understood = talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
  assert.equal(understood.kind, "answer");
  return understood.kind === "answer" ? String(understood.content.body) : "";
}

test("!who names each person with rights, Things and how their key is known", () => {
  assert.equal(
    ask("!who"),
    [
      "Whom I listen to:",
      "@ana:example.org",
      "  read, set, do; key verified",
      "@bob:example.org",
      "  read; only greenhouse; rights have",
      "  ended; key of first use, not verified",
    ].join("\n"),
  );
});

test("!log tells each command with its end in one line, and what happened by itself; who only read did nothing", () => {
  const told = ask("!log");
  assert.equal(
    told,
    [
      "Done lately, the newest last:",
      "Dec 30, 00:00 agent",
      "  started, version 0.1.0",
      "23:00 ana",
      "  set greenhouse/pump on for 10m: done",
      "23:10 agent",
      "  set safe (time over): greenhouse/pump",
      "23:30 bob  refused: not-allowed",
      "23:40 ana",
      "  set bath/fan off: not done",
      "  (connection-down)",
      "23:50 agent",
      "  key of @bob:example.org pinned: by",
      "  emoji",
      "23:55 ana  everything stopped",
    ].join("\n"),
  );
  for (const line of told.split("\n")) assert.ok(line.length <= 40, line);
});

test("!log of a Thing or of a time tells only that", () => {
  assert.match(ask("!log bath"), /bath\/fan/);
  assert.doesNotMatch(ask("!log bath"), /pump|stopped/);
  assert.doesNotMatch(ask("!log 25 min"), /pump on|not-allowed/);
  assert.match(ask("!log 25 min"), /bath\/fan/);
  assert.equal(ask("!log nonsense here"), "!log takes a Thing, a time such as 24h, or nothing.");
});

test("who may read only some Things is told of these and of themselves", () => {
  const told = ask("!log", bobWhoMayLittle);
  assert.match(told, /greenhouse\/pump/);
  assert.match(told, /refused: not-allowed/);
  assert.doesNotMatch(told, /bath|pinned|stopped|started/);
  assert.equal(
    ask("!log bath", { ...bobWhoMayLittle, may: ["write"], things: [] }),
    "Nothing was done that you may see.",
  );
});
