import assert from "node:assert/strict";
import { test } from "node:test";
import { bob, gateScene, room, text } from "../fakes/gate-scene.ts";

test("a chart passes the gate once, moves nothing and is handed on with the message that asked", async () => {
  await using scene = gateScene();
  const facts = { sessionId: "typed", index: 4 };
  await scene.receive({ ...text("!temperature 24h"), facts, eventId: "$asked" });
  await scene.receive({ ...text("!temperature 24h"), facts, eventId: "$again" });
  assert.deepEqual(
    scene.charts.map(({ event, chart }) => [event.room, event.eventId, chart.properties.map(({ path }) => path)]),
    [[room, "$asked", ["greenhouse/temperature"]]],
  );
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["replay"],
  );
  assert.deepEqual([scene.carried, scene.faults], [[], []]);
});

test("who may not read one of the properties gets no chart, and nobody one that was asked for long ago", async () => {
  await using scene = gateScene();
  const facts = { masterKey: "bob-master-key", sessionId: "bob" };
  const late = { sentAt: scene.clock.now() - 400_000 };
  await scene.receive({ ...text("!greenhouse/temperature bath 24h"), sender: bob, facts });
  await scene.receive({ ...text("!temperature 24h"), ...late });
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["not-allowed", "expired"],
  );
  assert.deepEqual(scene.charts, []);
  await scene.receive({ ...text("!greenhouse/temperature 24h"), sender: bob, facts });
  assert.equal(scene.charts.length, 1);
});

test("a text in clear gets none", async () => {
  await using scene = gateScene();
  const content = { msgtype: "m.text", body: "!temperature 24h" };
  await scene.receive({ opened: { kind: "plaintext", type: "m.room.message", content } });
  assert.deepEqual(
    scene.refusals.map(({ code }) => code),
    ["plaintext"],
  );
  assert.deepEqual(scene.charts, []);
});
