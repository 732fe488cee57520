import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUsers, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, startPeopleAgent } from "./people-rig.ts";

describe("commands that clients offer", { skip: withoutSynapse, timeout: 120_000 }, () => {
  test("stand in the state of the room, obey the arguments that a client sends, and are emptied without the key", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const operators = [{ user: ana.id, master_key: await owner.masterKey(), may: ["read", "write"] }];
    // Within a Synapse's limits all ten take a minute: they get what readings and answers leave over.
    const rate = { msPerEvent: 10, burst: 1_000 };
    const start = (isOffered: boolean) =>
      startPeopleAgent(home.path, box, { operators, more: { bot_commands: isOffered } }, rate);
    await using running = start(true);
    const room = await joinRoomOf(running, owner);
    const described = () =>
      owner.client.getRoom(room)?.currentState.getStateEvents("org.matrix.msc4391.command_description");
    const set = () => described()?.find((event) => event.getContent().command === "set");
    await until("how to set something is described", () => set()?.getSender() === box.id);
    const ask = () =>
      owner.send(room, "m.room.message", {
        msgtype: "m.text",
        body: `${box.id} set lamp`,
        "m.mentions": { user_ids: [box.id] },
        "org.matrix.msc4391.command": { command: "set", arguments: { what: "lamp", to: "on", time: "1m" } },
      });
    const asked = await ask();
    const answer = () =>
      owner.received(room, "m.room.message").find(({ content }) => JSON.stringify(content).includes(asked));
    await until("it is answered", () => answer() !== undefined);
    assert.match(String(answer()?.content.body), /lamp was set to on|lamp is on/i);
    // What is on its way when an agent ends may arrive after the next one has looked.
    await until("all ten are described", () => described()?.length === 10);
    await running[Symbol.asyncDispose]();
    await using _ = start(false);
    const isOneLeft = () => described()?.some((event) => Object.keys(event.getContent()).length > 0);
    await until("none of them is described", () => isOneLeft() === false);
  });
});
