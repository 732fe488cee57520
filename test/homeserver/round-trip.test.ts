import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentRig, openAgent } from "./agent-rig.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";

async function sealed(agent: AgentRig, room: RoomId, content: object, txn: string): Promise<SealedEvent> {
  const outcome = await agent.link.sender.seal({ room, type: "dev.roomwire.telemetry", content }, txn);
  assert.equal(outcome.kind, "sealed", JSON.stringify(outcome));
  return outcome.kind === "sealed" ? outcome.event : assert.fail();
}

describe("an agent in the room of its operator", { skip: withoutSynapse, timeout: 60_000 }, () => {
  test("sends sealed events that the operator reads, once per transaction, and opens the operator's", async () => {
    using directory = temporaryDirectory();
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    await using operator = await openPlainClient(synapseUrl, owner);
    const room = await operator.createRoom([user.id]);
    await using agent = await openAgent({ directory: directory.path, user, operators: [owner.id], room });
    assert.equal(agent.link.identity.kind, "signed");
    assert.ok(agent.link.rooms.isEncrypted(room));
    assert.equal(agent.link.rooms.isStateEncrypted(room), false);
    assert.deepEqual(new Set(agent.link.rooms.members(room)), new Set([user.id, owner.id]));

    const event = await sealed(agent, room, { n: 1 }, "txn-1");
    assert.equal(event.type, "m.room.encrypted");
    assert.ok(!event.wire.includes("telemetry"));
    const first = await agent.link.sender.put(event);
    const second = await agent.link.sender.put(event);
    assert.equal(first.kind, "sent");
    assert.deepEqual(first, second);
    await until("the operator read it", () => operator.received(room, "dev.roomwire.telemetry").length > 0);
    assert.deepEqual(
      operator.received(room, "dev.roomwire.telemetry").map(({ content }) => content),
      [{ n: 1 }],
    );

    await operator.send(room, "dev.roomwire.command", { id: "a" });
    const opened = await agent.open();
    assert.equal(opened.kind, "opened", JSON.stringify(opened));
    if (opened.kind !== "opened") return;
    assert.equal(opened.type, "dev.roomwire.command");
    assert.deepEqual(opened.content, { id: "a" });
    const { keys, sessionId, ...facts } = opened.facts;
    assert.deepEqual(facts, {
      device: "signed",
      masterKey: await operator.masterKey(),
      shield: "none",
      forwarded: false,
      index: 0,
    });
    assert.deepEqual(await agent.link.opener.recheck(owner.id, opened.facts), opened.facts);
    assert.equal((await agent.link.opener.recheck(user.id, opened.facts)).device, "unknown");
    assert.deepEqual(agent.faults, []);
    assert.equal(operator.client.getRoom(room)?.getMember(user.id)?.membership, "join");
  });

  test("refuses to send state in clear, and everything in a room without encryption", async () => {
    using directory = temporaryDirectory();
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    await using operator = await openPlainClient(synapseUrl, owner);
    const room = await operator.createRoom([user.id], null);
    await using agent = await openAgent({ directory: directory.path, user, operators: [owner.id], room });
    const message = await agent.link.sender.seal({ room, type: "m.room.message", content: {} }, "1");
    assert.deepEqual([message.kind, message.kind === "closed" && message.code], ["closed", "not-encrypted"]);
    await operator.client.sendStateEvent(
      room,
      "m.room.encryption" as never,
      { algorithm: "m.megolm.v1.aes-sha2" } as never,
    );
    await until("encryption was seen", () => agent.link.rooms.isEncrypted(room));
    assert.equal((await agent.link.sender.seal({ room, type: "m.room.message", content: {} }, "2")).kind, "sealed");
    const state = { room, type: "dev.roomwire.state", stateKey: "x", content: {} };
    const closed = await agent.link.sender.seal(state, "3");
    assert.deepEqual([closed.kind, closed.kind === "closed" && closed.code], ["closed", "not-encrypted"]);
    const { kind } = await agent.link.clear.put({ kind: "unsigned-session-notice", room, txn: "4" });
    assert.equal(kind, "sent");
    const now = { v: 1, online: true, since: 1, until: 2, protocol: [1], starts: 1 } as const;
    assert.equal((await agent.link.clear.put({ kind: "agent-state", room, state: now })).kind, "forbidden");
  });

  test("sees plaintext as plaintext, a forged relation as one from outside, and an unsigned device as isolated", async () => {
    using directory = temporaryDirectory();
    const users = await Promise.all(["agent", "op", "stranger"].map((name) => createUser(synapseUrl, name)));
    const [user, owner, third] = users as [(typeof users)[0], (typeof users)[0], (typeof users)[0]];
    await using operator = await openPlainClient(synapseUrl, owner);
    await using unsigned = await openPlainClient(synapseUrl, third, { sign: false });
    const room = await operator.createRoom([user.id, third.id]);
    await using agent = await openAgent({ directory: directory.path, user, operators: [owner.id], room });
    await unsigned.client.joinRoom(room);
    await until("the stranger is in", () => agent.link.rooms.isJoined(room, third.id));

    const raw = async (type: string, content: object): Promise<void> => {
      const path = `/rooms/${encodeURIComponent(room)}/send/${type}/${crypto.randomUUID()}`;
      const headers = { authorization: `Bearer ${operator.token}` };
      const url = `${synapseUrl}/_matrix/client/v3${path}`;
      const answer = await fetch(url, { method: "PUT", headers, body: JSON.stringify(content) });
      assert.equal(answer.status, 200);
    };
    await raw("dev.roomwire.command", { id: "b" });
    assert.deepEqual(await agent.open(), { kind: "plaintext", type: "dev.roomwire.command", content: { id: "b" } });

    await operator.send(room, "dev.roomwire.command", { id: "c" });
    const genuine = await agent.next();
    assert.equal((await agent.link.opener.open(genuine)).kind, "opened");
    const wire = JSON.parse(genuine.raw) as { content: object };
    const { session_id: session } = wire.content as { session_id: string };
    const unknown = { ...genuine, raw: genuine.raw.replaceAll(session, "x".repeat(43)) };
    assert.deepEqual(await agent.link.opener.open(unknown), { kind: "waiting", sessionId: "x".repeat(43) });
    const broken = { ...genuine, raw: genuine.raw.replace(/"ciphertext":"[^"]*"/, '"ciphertext":"AwgAEg"') };
    assert.equal((await agent.link.opener.open(broken)).kind, "undecryptable");
    const relation = { rel_type: "m.replace", event_id: genuine.eventId };
    await raw("m.room.encrypted", { ...wire.content, "m.relates_to": relation });
    const forged = await agent.open();
    assert.equal(forged.kind, "opened", JSON.stringify(forged));
    assert.deepEqual(forged.kind === "opened" && forged.relationOutside, relation);

    await unsigned.send(room, "dev.roomwire.command", { id: "d" });
    const isolated = await agent.open();
    assert.deepEqual([isolated.kind, isolated.kind === "isolated" && isolated.code], ["isolated", "unsigned-device"]);
  });
});
