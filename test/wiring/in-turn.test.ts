import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurn } from "../../src/wiring/in-turn.ts";

test("a step begins when the one that was asked for before is over, also where that one failed", async () => {
  const turn = inTurn();
  const said: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turn(async () => {
    said.push("first begins");
    await gate.promise;
    said.push("first fails");
    throw new Error("first");
  });
  const second = turn(async () => {
    said.push("second");
    return 2;
  });
  gate.resolve();
  await assert.rejects(first, /first/);
  assert.equal(await second, 2);
  assert.deepEqual(said, ["first begins", "first fails", "second"]);
});
