import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withoutSynapse } from "../homeserver/matrix-user.ts";
import { playKills } from "./play-kills.ts";

describe("kill -9 while commands are under way", { skip: withoutSynapse, timeout: 400_000 }, () => {
  test("ten times: nothing is done twice, every command has its one outcome, nothing stays on", {
    timeout: 400_000,
  }, async (t) => {
    const begin = performance.now();
    const { kills, ends, faults } = await playKills(10, 1);
    t.diagnostic(
      `${kills} kills in ${((performance.now() - begin) / 1000).toFixed(1)} s, commands: ${JSON.stringify(ends)}`,
    );
    assert.deepEqual(faults, []);
    assert.ok((ends.done ?? 0) >= kills, JSON.stringify(ends));
  });
});
