import assert from "node:assert/strict";
import { test } from "node:test";
import type { Received } from "../fakes/gate-scene.ts";
import { gateScene, someCommand, text } from "../fakes/gate-scene.ts";

/** All that asks for a value, whether it is private or not. */
const asked = ["!temperature", "!temperature 24h", "!greenhouse", "!status", "!things", "!log", "!pump on", "4821"];

function inClear(content: Readonly<Record<string, unknown>>, type = "m.room.message"): Received {
  return { wireType: type, wireContent: content, opened: { kind: "plaintext", type, content } };
}

test("in a room that is not encrypted nothing that is asked is answered with a value, so what is private stays so", async () => {
  await using scene = gateScene();
  scene.encrypted = false;
  for (const body of asked) {
    await scene.receive(inClear({ msgtype: "m.text", body }));
    await scene.receive(text(body));
    await scene.clock.advance(60_000);
  }
  for (const op of ["read", "write"]) {
    const command = someCommand(scene.clock, op === "read" ? { op, name: "temperature", input: undefined } : {});
    await scene.receive(inClear(command, "dev.roomwire.command"));
    await scene.receive({ content: command });
    await scene.clock.advance(60_000);
  }
  assert.deepEqual([scene.carried, scene.charts, scene.faults], [[], [], []]);
  assert.ok(scene.refusals.length > asked.length);
  assert.deepEqual([...new Set(scene.refusals.map(({ code }) => code))], ["plaintext"]);
  // What is told there is the same for everybody.
  const told = new Set(scene.posted().map(({ content }) => content.body ?? content.detail));
  assert.ok(told.size >= 1 && told.size <= 3, JSON.stringify([...told]));
  for (const said of told) assert.match(String(said), /encrypt/);
});
