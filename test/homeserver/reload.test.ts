import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { openOperatorOf, startAgent } from "./operator-rig.ts";

describe("a reload of an agent in its room", { skip: withoutSynapse, timeout: 110_000 }, () => {
  test("gives and takes rights, invites who is new, and goes on with the same login", async () => {
    using home = temporaryDirectory();
    using own = temporaryDirectory();
    const [box, bob] = await createUsers(synapseUrl, "agent", "new");
    await using newcomer = await openPlainClient(synapseUrl, bob);
    await using operator = await openOperatorOf(box, own.path);
    const { side, user, masterKey } = operator;
    await using agent = startAgent(home.path, box, [{ user, masterKey, may: ["read"] }]);
    await until("the Thing is described", () => side.agents()[0]?.things.has("box") === true);
    const [room] = side.agents()[0]?.rooms ?? [];
    const switchOn = async () => (await side.command({ thing: "box", op: "write", name: "lamp", input: true })).outcome;

    assert.equal((await switchOn()).code, "not-allowed");
    const both = [
      { user, masterKey },
      { user: bob.id, masterKey: await newcomer.masterKey() },
    ];
    agent.reload(both);
    await until("who is new is invited", () => newcomer.client.getRoom(room)?.getMyMembership() === "invite");
    assert.equal((await switchOn()).status, "done");
    assert.equal(agent.lines.get("lamp"), "true");

    agent.reload([{ user, masterKey, may: ["read"] }, ...both.slice(1)]);
    await until("the right is gone", async () => (await switchOn()).code === "not-allowed");
    assert.equal(side.agents().length, 1, "the same device sends on");
  });
});
