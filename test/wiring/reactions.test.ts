import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { RefusalCode } from "../../src/core/refusal-codes.ts";
import type { SealOutcome } from "../../src/core/room-ports.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";
import { wireReactions } from "../../src/wiring/reactions.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const room = asRoomId("!room");
const agent = asUserId("@agent:hs");
const typed = { source: "text", op: "write", room, eventId: "$asked" } as const;

function scene(reactions = true, closed?: SealOutcome & { readonly kind: "closed" }) {
  using directory = temporaryDirectory();
  const configuration = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: agent },
    ...(reactions && { reactions }),
  });
  const clear = new PutClear({ put: () => assert.fail() }, agent, { unsignedSession: "", ownIdentity: "" });
  const link = { clear, sender: { closedFor: async () => closed } };
  const base = { configuration, clock: new HandClock(), epoch: 1, log: new LogLines(), wakeSender: () => undefined };
  const wired = wireReactions({ ...base, link });
  const next = async () => {
    await turn();
    const offered = wired.sources[0]?.next(new Set());
    return typeof offered === "object" ? offered.sealed : undefined;
  };
  return { wired, next };
}

const wireOf = (key: string) =>
  JSON.stringify({ "m.relates_to": { rel_type: "m.annotation", event_id: "$asked", key } });

test("what is done gets ✅, what certainly is not gets ❌, and nothing else is in it", async () => {
  for (const [status, key] of [
    ["done", "✅"],
    ["failed", "❌"],
    ["refused", "❌"],
  ] as const) {
    const { wired, next } = scene();
    wired.ended(typed, { status });
    const event = await next();
    assert.deepEqual([event?.room, event?.type, event?.wire], [room, "m.reaction", wireOf(key)]);
  }
});

test("nothing while nobody knows, of what was only read, and of a program's command", async () => {
  const { wired, next } = scene();
  wired.ended(typed, { status: "unknown" });
  wired.ended({ ...typed, op: "read" }, { status: "done" });
  wired.ended({ ...typed, source: "event" }, { status: "done" });
  assert.equal(await next(), undefined);
});

test("a text that is refused gets ❌; what asks back, strangers, talk that nobody can read and programs get nothing", async () => {
  const report = { room, eventId: "$asked", commandId: undefined };
  const silent: readonly RefusalCode[] = ["challenge", "unlisted", "unsigned-device", "undecryptable", "plaintext"];
  for (const code of [...silent, "not-addressed", "not-pinned"] as const) {
    const { wired, next } = scene();
    wired.refused({ ...report, code });
    assert.equal(await next(), undefined, code);
  }
  const { wired, next } = scene();
  wired.refused({ ...report, code: "bad-input", commandId: "7c" });
  assert.equal(await next(), undefined);
  wired.refused({ ...report, code: "not-allowed" });
  assert.equal((await next())?.wire, wireOf("❌"));
});

test("nothing without `reactions: true`, and nothing where nothing may be said", async () => {
  const off = scene(false);
  off.wired.ended(typed, { status: "done" });
  assert.equal(await off.next(), undefined);
  const closed = scene(true, { kind: "closed", code: "audience", detail: "" });
  closed.wired.ended(typed, { status: "done" });
  assert.equal(await closed.next(), undefined);
});
