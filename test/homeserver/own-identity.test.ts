import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { doctor } from "../../src/cli/doctor.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, openPlainClient, openReplacingClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, say, startPeopleAgent } from "./people-rig.ts";

describe("an agent whose own identity is replaced", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("says so everywhere, sends nothing, and makes no new identity, not even after a restart", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "ana")]);
    await using client = await openPlainClient(synapseUrl, ana);
    const operators = [{ user: ana.id, may: ["read"], master_key: await client.masterKey() }];
    let kept: unknown;
    let stolen: string;
    {
      await using running = startPeopleAgent(home.path, box, { operators });
      const room = await joinRoomOf(running, client);
      assert.match(await say(client, room, "!status"), /Temperature/);
      kept = ((await running.operatorsJson("list")).agent as { master_key: string }).master_key;
      assert.equal(typeof kept, "string");

      await using thief = await openReplacingClient(synapseUrl, box);
      stolen = await thief.masterKey();
      const line = await running.logged(/own identity at the homeserver/);
      assert.deepEqual([line.level, line.code, line.kept, line.served], ["error", "own-identity", kept, stolen]);
      await until("the room is told in clear", () =>
        client
          .received(room, "m.room.message")
          .some(({ content }) => /identity at the homeserver was replaced/.test(String(content.body))),
      );
      await running.logged(/nothing can be sent to/);
      const told = await running.operators("list");
      assert.ok(
        told.some((text) => text.includes(`REPLACED at the homeserver by ${stolen}`)),
        told.join("\n"),
      );
    }
    await using again = startPeopleAgent(home.path, box, { operators });
    assert.equal((await again.logged(/identity was replaced: the homeserver serves/)).level, "error");
    await again.logged(/^ready$/);
    const { agent } = await again.operatorsJson("list");
    assert.deepEqual(agent, { user: box.id, master_key: kept, replaced_by: stolen });
    const findings: string[] = [];
    await doctor({ config: again.config, json: false }, (text) => findings.push(text));
    assert.ok(
      findings.some((text) => /^FAIL {2}trust: .*identity.*was replaced/.test(text)),
      findings.join("\n"),
    );
    assert.equal((await again.operatorsJson("pin", box.id, stolen)).restart, true);
  });
});
