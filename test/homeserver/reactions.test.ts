import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, type PlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, say, startPeopleAgent } from "./people-rig.ts";

const reactions = (person: PlainClient, room: RoomId): readonly unknown[] =>
  person.received(room, "m.reaction").map(({ content }) => content["m.relates_to"]);

describe("reactions", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("stand at the message that asked, once it is done or refused", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const operators = [{ user: ana.id, master_key: await owner.masterKey(), may: ["read", "write"] }];
    await using running = startPeopleAgent(home.path, box, { operators, more: { reactions: true } });
    const room = await joinRoomOf(running, owner);
    assert.match(await say(owner, room, "!lamp on"), /on/);
    await until("it is seen to be done", () => reactions(owner, room).length === 1);
    assert.match(await say(owner, room, "!stop release"), /release|may/i);
    await until("it is seen to be refused", () => reactions(owner, room).length === 2);
    const sent = (owner.client.getRoom(room)?.getLiveTimeline().getEvents() ?? [])
      .filter((event) => event.getSender() === ana.id && event.getType() === "m.room.message")
      .map((event) => event.getId());
    assert.deepEqual(reactions(owner, room), [
      { rel_type: "m.annotation", event_id: sent[0], key: "✅" },
      { rel_type: "m.annotation", event_id: sent[1], key: "❌" },
    ]);
    assert.match(await say(owner, room, "!temperature"), /°C/);
    assert.equal(reactions(owner, room).length, 2);
  });
});
