import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import type { OpenedEvent } from "../../src/core/room-ports.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentRig, openAgent } from "./agent-rig.ts";
import {
  addDevice,
  answerNothing,
  dropDevice,
  type EditUserKeys,
  editKeys,
  noKeys,
  oldKeyLists,
  swapIdentity,
} from "./lying/key-lists.ts";
import { type LyingHomeserver, openLyingHomeserver } from "./lying/lying-homeserver.ts";
import { type AskKeys, openPuppet, type Puppet, withBogusSignature } from "./lying/puppet.ts";
import { createUser, openPlainClient, type PlainClient, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";

const type = "dev.roomwire.command";

describe("a homeserver that lies about keys", { skip: withoutSynapse, timeout: 60_000 }, () => {
  const opened = new AsyncDisposableStack();
  let lying: LyingHomeserver;
  let operator: PlainClient;
  let agent: AgentRig;
  let agentUser: string;
  let room: RoomId;

  before(async () => {
    const directory = opened.use(temporaryDirectory());
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    lying = opened.use(await openLyingHomeserver(synapseUrl));
    operator = opened.use(await openPlainClient(synapseUrl, owner));
    room = await operator.createRoom([user.id]);
    const settings = { homeserver: lying.url };
    agent = opened.use(await openAgent({ directory: directory.path, user, operators: [owner.id], room, settings }));
    agentUser = user.id;
    await until("the operator sees the agent", () => operator.client.getRoom(room)?.getJoinedMemberCount() === 2);
  });
  after(() => opened.disposeAsync());

  /** Keys as the homeserver behind gives them to any member of the room. */
  const ask: AskKeys = (path, body) => request(synapseUrl, "POST", path, body, operator.token);

  async function openOwnersPuppet(device: string): Promise<Puppet> {
    return await openPuppet({ wasm: operator.library.wasm, user: operator.userId, device, ask });
  }

  /** What the agent makes of an event that the puppet sealed for it. */
  async function hear(puppet: Puppet, edit: EditUserKeys): Promise<OpenedEvent> {
    using _lie = lying.tell(editKeys(operator.userId, edit));
    const { event, toDevice } = await puppet.seal(room, [agentUser], type, { id: "x" });
    await lying.changeKeys(operator.userId);
    await lying.feed({ toDevice });
    await lying.feedEvents(room, [event]);
    return await agent.open();
  }

  /** The truth again, and what the agent makes of the owner then. */
  async function hearOwner(): Promise<OpenedEvent> {
    await lying.changeKeys(operator.userId);
    await operator.send(room, type, { id: "y" });
    return await agent.open();
  }

  const factsOf = (event: OpenedEvent) =>
    event.kind === "opened" ? [event.facts.device, event.facts.masterKey, event.facts.shield] : [event.kind];

  test("adds a device that nobody signed, or whose signature is made up", async () => {
    for (const how of ["UNSIGNED", "BOGUS"]) {
      using puppet = await openOwnersPuppet(how);
      const event = await hear(puppet, (keys) =>
        addDevice(how === "BOGUS" ? withBogusSignature(puppet.device, keys) : puppet.device)(keys),
      );
      assert.deepEqual([event.kind, event.kind === "isolated" && event.code], ["isolated", "unsigned-device"], how);
    }
    assert.deepEqual(factsOf(await hearOwner()), ["signed", await operator.masterKey(), "none"]);
  });

  test("puts another identity in the owner's place, with a device that really encrypts", async () => {
    using puppet = await openOwnersPuppet("EVIL");
    const event = await hear(puppet, swapIdentity(puppet.keys));
    assert.deepEqual(factsOf(event), ["signed", puppet.masterKey, "none"]);
    assert.notEqual(puppet.masterKey, await operator.masterKey());
    assert.deepEqual(factsOf(await hearOwner()), ["signed", await operator.masterKey(), "none"]);
  });

  test("drops a device, all keys, or answers nothing, and goes on serving old lists", async () => {
    const key = await operator.masterKey();
    {
      using _lie = lying.tell(editKeys(operator.userId, dropDevice(operator.client.getDeviceId() ?? "")));
      assert.deepEqual(factsOf(await hearOwner()), ["unknown", key, "none"]);
    }
    {
      using _lie = lying.tell(editKeys(operator.userId, noKeys));
      assert.equal(factsOf(await hearOwner())[0], "unknown");
    }
    assert.deepEqual(factsOf(await hearOwner()), ["signed", key, "none"]);
    {
      using _lie = lying.tell(answerNothing);
      assert.deepEqual(factsOf(await hearOwner()), ["signed", key, "none"]);
    }
    const old = oldKeyLists();
    using _lie = lying.tell(old.lie);
    await hearOwner();
    old.age();
    await request(synapseUrl, "DELETE", `/devices/${operator.client.getDeviceId()}`, {}, operator.token).catch(
      () => {},
    );
    assert.deepEqual(factsOf(await hearOwner()), ["signed", key, "none"]);
  });
});
