import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operator, Right } from "../../src/config/configuration.ts";
import { judgeRight } from "../../src/control/judge-right.ts";
import { asThingId, asUserId } from "../../src/core/ids.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const clock = new HandClock();
const with_ = (may: readonly Right[], more: Partial<Operator> = {}): Operator => ({
  user: asUserId("@ana:x"),
  masterKey: undefined,
  trust: undefined,
  may,
  things: undefined,
  until: undefined,
  ...more,
});
const deeds = {
  read: { thing: "box", op: "read", name: "lamp" },
  write: { thing: "box", op: "write", name: "lamp" },
  invoke: { thing: "box", op: "invoke", name: "open" },
  stop: { thing: "all", op: "invoke", name: "stop" },
  ack: { thing: "box", op: "invoke", name: "ack" },
  mute: { thing: "box", op: "invoke", name: "mute" },
  ackAll: { thing: "all", op: "invoke", name: "ack" },
  release: { thing: "all", op: "invoke", name: "release" },
} as const;
const quiet = ["ack", "mute", "ackAll"] as const;
const allowed = (operator: Operator) =>
  Object.entries(deeds)
    .filter(([, deed]) => judgeRight(deed, operator, clock) === undefined)
    .map(([name]) => name);

const rows: readonly (readonly [string, Operator, readonly string[]])[] = [
  ["nothing", with_([]), []],
  ["read", with_(["read"]), ["read"]],
  ["write", with_(["write"]), ["write", "stop", ...quiet]],
  ["invoke", with_(["invoke"]), ["invoke", "stop", ...quiet]],
  ["admin", with_(["admin"]), ["stop", ...quiet, "release"]],
  [
    "all rights on another Thing",
    with_(["read", "write", "invoke", "admin"], { things: [asThingId("other")] }),
    ["stop", "ackAll"],
  ],
  ["write on this Thing", with_(["write"], { things: [asThingId("box")] }), ["write", "stop", ...quiet]],
  ["write until later", with_(["write"], { until: clock.now() + 1 }), ["write", "stop", ...quiet]],
  ["write until now", with_(["write"], { until: clock.now() }), []],
];
for (const [what, operator, may] of rows) {
  test(`${what}: ${may.join(", ") || "may do nothing"}`, () => assert.deepEqual(allowed(operator), may));
}

test("an end of rights cannot be told without a clock to trust, so it counts as reached; no end stays no end", () => {
  const doubtful = new HandClock();
  doubtful.setTrusted(false);
  const until = with_(["write"], { until: doubtful.now() + 86_400_000 });
  assert.equal(judgeRight(deeds.write, until, doubtful)?.code, "rights-ended");
  assert.equal(judgeRight(deeds.write, with_(["write"]), doubtful), undefined);
});
