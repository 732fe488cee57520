import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { memberEvent } from "./lying/forge-event.ts";
import { forgeState, stateNow } from "./lying/forge-state.ts";
import { openLyingHomeserver } from "./lying/lying-homeserver.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { say, startPeopleAgent } from "./people-rig.ts";

describe("a ghost in the room", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("whom the homeserver made up hears nothing under audience: pinned, and is announced else", async () => {
    for (const audience of ["pinned", "room"]) {
      using home = temporaryDirectory();
      const [box, ana] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "ana")]);
      await using lying = await openLyingHomeserver(synapseUrl);
      await using owner = await openPlainClient(synapseUrl, ana);
      const room = await owner.createRoom([box.id]);
      const settings = {
        homeserver: lying.url,
        matrix: { room, audience },
        operators: [{ user: ana.id, master_key: await owner.masterKey() }],
      };
      await using running = startPeopleAgent(home.path, box, settings);
      await running.logged(/^ready$/);
      assert.match(await say(owner, room, "!status"), /Temperature/);

      const ghost = `@ghost-${audience}:example.org`;
      {
        using _lie = lying.tell(forgeState(room, [memberEvent(ghost, "join", ana.id)]));
        await lying.feed({ rooms: { [room]: stateNow([memberEvent(ghost, "join", ana.id)]) } });
        if (audience === "room") {
          await until("it is announced", () =>
            bodies().some((body) => body.startsWith(`Not listed, but in the room: ${ghost}.`)),
          );
          continue;
        }
        const before = bodies();
        await owner.send(room, "m.room.message", { msgtype: "m.text", body: "!temperature" });
        await running.logged(new RegExp(`Not to be heard by ${ghost}`));
        assert.deepEqual(bodies(), before);
      }
      await lying.feed({ rooms: { [room]: stateNow([memberEvent(ghost, "leave", ana.id)]) } });
      assert.match(await say(owner, room, "!status"), /Temperature/);

      function bodies(): readonly string[] {
        return owner.received(room, "m.room.message").map(({ content }) => String(content.body));
      }
    }
  });
});
