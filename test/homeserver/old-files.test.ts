import assert from "node:assert/strict";
import { cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, startPeopleAgent } from "./people-rig.ts";

describe("a state directory that was put back", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("an agent on files that were put back from before ends at once, and obeys nothing", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "ana")]);
    await using owner = await openPlainClient(synapseUrl, ana);
    const settings = { operators: [{ user: ana.id, master_key: await owner.masterKey() }] };
    const [state, copy] = [join(home.path, "state"), join(home.path, "copy")];
    for (const start of [1, 2]) {
      await using running = startPeopleAgent(home.path, box, settings);
      await running.logged(/^ready$/);
      if (start === 1) await joinRoomOf(running, owner);
      if (start === 1) cpSync(state, copy, { recursive: true, filter: (path) => !path.endsWith(".sock") });
    }
    rmSync(state, { recursive: true });
    renameSync(copy, state);
    const running = startPeopleAgent(home.path, box, settings);
    await assert.rejects(running.ended, { code: "store-restored" });
    assert.ok(running.log.every(({ message }) => message !== "ready"));
  });
});
