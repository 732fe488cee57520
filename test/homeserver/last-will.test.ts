import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openAgent } from "./agent-rig.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";

describe("the last will of an agent", { skip: withoutSynapse, timeout: 60_000 }, () => {
  test("is told by a homeserver that has delayed events, unless it is put off or taken back", async () => {
    using directory = temporaryDirectory();
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    await using operator = await openPlainClient(synapseUrl, owner);
    const room = await operator.createRoom([user.id]);
    await using agent = await openAgent({ directory: directory.path, user, operators: [owner.id], room });
    const { lastWill, rooms } = agent.link;
    const gone = { v: 1, online: false, since: 1, until: 2, protocol: [1], starts: 1 } as const;
    const told = () => rooms.state(room, "dev.roomwire.agent", agent.link.userId);
    await operator.client.setPowerLevel(room, agent.link.userId, 50);

    assert.equal(await lastWill.arm(room, gone, 60_000), "kept");
    assert.equal(await lastWill.arm(room, gone, 60_000), "kept", "put off");
    await lastWill.disarm();
    assert.equal(told(), undefined);

    assert.equal(await lastWill.arm(room, gone, 500), "kept");
    await until("the homeserver said it", () => told()?.online === false);
    assert.deepEqual(told(), gone);
    assert.equal(await lastWill.arm(room, gone, 60_000), "fired");
    await lastWill.disarm();
  });
});
