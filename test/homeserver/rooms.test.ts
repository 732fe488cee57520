import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import type { RoomId } from "../../src/core/ids.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentRig, openAgent } from "./agent-rig.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";

const fault = (code: AgentFault["code"], text: RegExp) => (error: AgentFault) =>
  error.code === code && text.test(error.message);

async function sessionOf(agent: AgentRig, room: RoomId): Promise<unknown> {
  const outcome = await agent.link.sender.seal({ room, type: "x.y", content: {} }, crypto.randomUUID());
  return outcome.kind === "sealed" ? (JSON.parse(outcome.event.wire) as Record<string, unknown>).session_id : outcome;
}

describe("the agent's rooms", { skip: withoutSynapse, timeout: 60_000 }, () => {
  test("are made as designed when none is configured, and are the same after a restart", async () => {
    using directory = temporaryDirectory();
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    await using operator = await openPlainClient(synapseUrl, owner);
    const options = { directory: directory.path, user, operators: [owner.id] };
    let joined: AgentRig["link"]["joined"];
    {
      await using agent = await openAgent(options);
      joined = agent.link.joined;
      const { room = "" as RoomId, dataRoom = "" as RoomId } = joined ?? {};
      const { rooms } = agent.link;
      assert.deepEqual([rooms.isEncrypted(room), rooms.isStateEncrypted(room)], [true, false]);
      assert.deepEqual([rooms.isEncrypted(dataRoom), rooms.isStateEncrypted(dataRoom)], [true, true]);
      assert.equal(rooms.state(dataRoom, "m.room.encryption", "")?.rotation_period_msgs, 5000);
      assert.equal(rooms.state(room, "m.room.join_rules", "")?.join_rule, "invite");
      assert.equal(rooms.state(room, "m.room.history_visibility", "")?.history_visibility, "joined");
      const levels = rooms.state(room, "m.room.power_levels", "") as {
        state_default: number;
        events: object;
        users: Record<string, number>;
      };
      assert.equal(levels.state_default, 100);
      assert.equal(levels.users[owner.id], 50);
      assert.ok(!("m.room.encrypted" in levels.events));
      await operator.client.joinRoom(room);
      await operator.client.joinRoom(dataRoom);
      await until(
        "the operator is in both",
        () => rooms.isJoined(room, owner.id) && rooms.isJoined(dataRoom, owner.id),
      );

      const state = { room: dataRoom, type: "dev.roomwire.thing", stateKey: "agent/pump", content: { title: "Pump" } };
      const sealed = await agent.link.sender.seal(state, "s");
      assert.equal(sealed.kind, "sealed", JSON.stringify(sealed));
      if (sealed.kind !== "sealed") return;
      assert.deepEqual(
        [sealed.event.type, sealed.event.stateKey],
        ["m.room.encrypted", "dev.roomwire.thing:agent/pump"],
      );
      assert.equal((await agent.link.sender.put(sealed.event)).kind, "sent");
      await until("the operator read the state", () => {
        const room = operator.client.getRoom(dataRoom)?.currentState;
        return room?.getStateEvents("dev.roomwire.thing", "agent/pump")?.getContent().title === "Pump";
      });
      const now = { v: 1, online: true, since: 1, until: 2, protocol: [1], starts: 1 } as const;
      assert.equal((await agent.link.clear.put({ kind: "agent-state", room, state: now })).kind, "sent");
      await until("the state came back", () => rooms.state(room, "dev.roomwire.agent", user.id) !== undefined);
      assert.deepEqual(rooms.state(room, "dev.roomwire.agent", user.id), now);
    }
    await using again = await openAgent(options);
    assert.deepEqual(again.link.joined, joined);
    const dataRoom = joined?.dataRoom ?? assert.fail();
    const thing = again.link.sealedState(dataRoom).get("dev.roomwire.thing:agent/pump") ?? assert.fail();
    const opened = await again.link.opener.open(thing);
    assert.equal(opened.kind, "opened", JSON.stringify(opened));
    assert.deepEqual(opened.kind === "opened" && [opened.type, opened.content], [
      "dev.roomwire.thing",
      { title: "Pump" },
    ]);
  });

  test("are joined only when a listed operator invited, and named when they are missing", async () => {
    using directory = temporaryDirectory();
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    await using operator = await openPlainClient(synapseUrl, owner);
    const room = await operator.createRoom([user.id]);
    const options = { directory: directory.path, user, room };
    await assert.rejects(openAgent(options), fault("room-missing", /who is not listed, invited it/));
    await assert.rejects(openAgent({ ...options, room: "!nowhere" }), fault("room-missing", /nobody invited/));
    await assert.rejects(openAgent({ ...options, room: "#none:localhost" }), fault("room-missing", /alias/));
    await using agent = await openAgent({ ...options, operators: [owner.id] });
    assert.equal(agent.link.joined?.room, room);
  });

  test("get a new Megolm session after an unclean stop, and go on with the old one after a clean one", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const sessions: unknown[] = [];
    for (const uncleanStop of [false, false, true]) {
      const agent = await openAgent({ directory: directory.path, user, settings: { uncleanStop } });
      sessions.push(await sessionOf(agent, agent.link.joined?.room ?? assert.fail()));
      const begin = performance.now();
      await agent[Symbol.asyncDispose]();
      assert.ok(performance.now() - begin < 3000, "closed within 3 s");
    }
    assert.equal(sessions[1], sessions[0]);
    assert.notEqual(sessions[2], sessions[1]);
  });

  test("get a new Megolm session when a member leaves", async () => {
    using directory = temporaryDirectory();
    const names = ["agent", "op", "guest"];
    const [user, owner, third] = await Promise.all(names.map((name) => createUser(synapseUrl, name)));
    if (user === undefined || owner === undefined || third === undefined) assert.fail();
    await using operator = await openPlainClient(synapseUrl, owner);
    await using guest = await openPlainClient(synapseUrl, third);
    const room = await operator.createRoom([user.id, third.id]);
    await using agent = await openAgent({ directory: directory.path, user, operators: [owner.id], room });
    await guest.client.joinRoom(room);
    await until("the guest is in", () => agent.link.rooms.isJoined(room, third.id));
    const before = await sessionOf(agent, room);
    assert.equal(await sessionOf(agent, room), before);
    await guest.client.leave(room);
    await until("the guest is out", () => !agent.link.rooms.isJoined(room, third.id));
    assert.notEqual(await sessionOf(agent, room), before);
  });
});
