import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, type PlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { say, startPeopleAgent } from "./people-rig.ts";

function bodies(person: PlainClient, room: string): readonly string[] {
  return person.received(room as never, "m.room.message").map(({ content }) => String(content.body));
}

async function enter(guest: PlainClient, room: string): Promise<void> {
  await until("the invitation came", () => guest.client.getRoom(room)?.getMyMembership() === "invite");
  await guest.client.joinRoom(room);
}

describe("who is in the room of an agent", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("audience: room announces who joins unlisted, once, and goes on sending", async () => {
    using home = temporaryDirectory();
    const [box, ana, eve] = await createUsers(synapseUrl, "agent", "ana", "eve");
    await using owner = await openPlainClient(synapseUrl, ana);
    await using guest = await openPlainClient(synapseUrl, eve);
    const room = await owner.createRoom([box.id, eve.id]);
    const settings = { matrix: { room }, operators: [{ user: ana.id, master_key: await owner.masterKey() }] };
    {
      await using running = startPeopleAgent(home.path, box, settings);
      await running.logged(/^ready$/);
      await enter(guest, room);
      await until("it is announced", () =>
        bodies(owner, room).some((body) => body.startsWith(`Not listed, but in the room: ${eve.id}.`)),
      );
      assert.match(await say(owner, room, "!status"), new RegExp(`In the room without being listed: ${eve.id}`));
    }
    await using again = startPeopleAgent(home.path, box, settings);
    await again.logged(/^ready$/);
    assert.match(await say(owner, room, "!status"), /without being listed/);
    assert.equal(bodies(owner, room).filter((body) => body.startsWith("Not listed, but in the room")).length, 1);
  });

  test("audience: pinned sends nothing while somebody may not hear, and goes on by itself", async () => {
    using home = temporaryDirectory();
    const [box, ana, eve] = await createUsers(synapseUrl, "agent", "ana", "eve");
    await using owner = await openPlainClient(synapseUrl, ana);
    await using guest = await openPlainClient(synapseUrl, eve);
    const room = await owner.createRoom([box.id]);
    const matrix = { room, audience: "pinned" };
    await using running = startPeopleAgent(home.path, box, { matrix, operators: [{ user: ana.id, may: ["read"] }] });
    await running.logged(/^ready$/);
    const closed = await running.logged(/nothing can be sent to/);
    assert.equal(closed.code, "audience");
    assert.match(closed.message, new RegExp(`Not to be heard by ${ana.id}`));
    const { code } = await running.operatorsJson("pair");
    assert.match(await say(owner, room, `!pair ${code}`), /Paired/);
    assert.match(await say(owner, room, "!status"), /Temperature/);

    const before = bodies(owner, room);
    await owner.client.invite(room, eve.id);
    await enter(guest, room);
    await until("she is in", () => owner.client.getRoom(room)?.getMember(eve.id)?.membership === "join");
    await owner.send(room, "m.room.message", { msgtype: "m.text", body: "!temperature" });
    await until("it is told", () => running.log.some(({ message }) => message.includes(`heard by ${eve.id}`)));
    assert.deepEqual(bodies(owner, room), before);
    // The owner's client gives her what was before; of the agent there is nothing new.
    const asked = bodies(guest, room).filter((body) => !body.startsWith("!"));
    assert.deepEqual(
      asked.filter((body) => !before.includes(body)),
      [],
    );
    await owner.client.kick(room, eve.id);
    await until("what waited is sent", () => bodies(owner, room).length > before.length);
    assert.match(await say(owner, room, "!status"), /Temperature/);
  });
});
