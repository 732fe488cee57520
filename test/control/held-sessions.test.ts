import assert from "node:assert/strict";
import { test } from "node:test";
import { bob, gateScene } from "../fakes/gate-scene.ts";

test("an event without its key holds back only later events of its own sender's session", async () => {
  await using scene = gateScene();
  await scene.receive({ sender: bob, opened: undefined, wireContent: { session_id: "session" } });
  await scene.receive({ opened: undefined, wireContent: { session_id: "late-session" } });
  await scene.receive({ facts: { sessionId: "session" } });
  assert.equal(scene.carried.length, 1);
  await scene.receive({ facts: { sessionId: "late-session" } });
  assert.equal(scene.carried.length, 1);
});
