import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentRig, openAgent, type RigOptions } from "./agent-rig.ts";
import { type Fits, fail, firstTimes, garble, loseAnswer, syncs } from "./lying/bad-answers.ts";
import { editSync } from "./lying/edit-sync.ts";
import { limitTimeline } from "./lying/limit-timeline.ts";
import { type LyingHomeserver, openLyingHomeserver } from "./lying/lying-homeserver.ts";
import { repeatToDevice } from "./lying/to-device.ts";
import { createUser, openPlainClient, type PlainClient, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import type { Lie } from "./pass-through.ts";

const type = "dev.roomwire.command";
const messages: Fits = ({ method, path }) => method === "GET" && path.endsWith("/messages");

describe("what a homeserver leaves out of /sync", { skip: withoutSynapse, timeout: 300_000 }, () => {
  const opened = new AsyncDisposableStack();
  let lying: LyingHomeserver;
  let operator: PlainClient;
  let options: RigOptions;
  let room: RoomId;
  let count = 0;

  before(async () => {
    const directory = opened.use(temporaryDirectory());
    const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    lying = opened.use(await openLyingHomeserver(synapseUrl));
    operator = opened.use(await openPlainClient(synapseUrl, owner));
    room = await operator.createRoom([user.id]);
    const settings = { homeserver: lying.url };
    const parts = { gapHorizonMs: 300_000 };
    options = { directory: directory.path, user, operators: [owner.id], room, settings, parts };
    await using _agent = await openAgent(options);
    await until("the operator sees the agent", () => operator.client.getRoom(room)?.getJoinedMemberCount() === 2);
  });
  after(() => opened.disposeAsync());

  /** So many events, each under a room key of its own, which comes by a to-device message of its own. */
  async function say(number: number): Promise<readonly number[]> {
    const said: number[] = [];
    for (let event = 0; event < number; event++) {
      await operator.client.getCrypto()?.forceDiscardSession(room);
      await operator.send(room, type, { n: ++count });
      said.push(count);
    }
    return said;
  }

  /** The first or its key ends the /sync that waits; the others come with the next one. */
  async function sayAtOnce(number: number): Promise<readonly number[]> {
    const gate = Promise.withResolvers<void>();
    const holdSyncs: Lie = async (asked, pass) => {
      if (syncs(asked)) await gate.promise;
      return pass(asked);
    };
    await lying.nudge();
    using _held = lying.tell(holdSyncs);
    const said = await say(number);
    gate.resolve();
    return said;
  }

  /** The numbers of the next events, each opened under its key once that is there. */
  async function hear(agent: AgentRig, number: number): Promise<unknown[]> {
    const heard: unknown[] = [];
    while (heard.length < number) {
      const event = await agent.next();
      let said = await agent.link.opener.open(event);
      while (said.kind === "waiting") {
        await agent.link.nextSync();
        said = await agent.link.opener.open(event);
      }
      if (said.kind !== "opened") assert.fail(JSON.stringify(said));
      if (said.type === type) heard.push(said.content.n);
      agent.store.judge({ ...nothing, position: event.position });
    }
    return heard;
  }
  const nothing = { seen: undefined, commandId: undefined, begin: undefined, posts: [], notes: [] };

  async function hearNothingMore(agent: AgentRig): Promise<void> {
    await say(1);
    assert.deepEqual(await hear(agent, 1), [count]);
    assert.equal(agent.store.nextEvent(0), undefined);
  }

  test("is read back after an absence: more events than an answer holds, more keys than one brings, in order, each once", async () => {
    const said = await say(130);
    await using agent = await openAgent(options);
    assert.deepEqual(await hear(agent, said.length), said);
    assert.deepEqual(agent.gaps, []);
    await hearNothingMore(agent);
  });

  test("is read back while it is online, also where /messages fails for a while", async () => {
    await using agent = await openAgent(options);
    using _limit = lying.tell(limitTimeline(1));
    for (const lie of [limitTimeline(1), fail(firstTimes(1, messages)), garble(firstTimes(2, messages), "{}")]) {
      using _lie = lying.tell(lie);
      const said = await sayAtOnce(5);
      assert.deepEqual(await hear(agent, said.length), said);
    }
    assert.deepEqual(agent.gaps, []);
    await hearNothingMore(agent);
  });

  test("is told where /messages never answers, and nothing else is held up by it", async () => {
    await using agent = await openAgent(options);
    using _limit = lying.tell(limitTimeline(1));
    using _lie = lying.tell(fail(messages, 403));
    const said = await sayAtOnce(4);
    const heard = await hear(agent, 1);
    if (heard[0] === said[0]) heard.push(...(await hear(agent, 1)));
    assert.equal(heard.at(-1), said.at(-1));
    assert.deepEqual(agent.gaps, [room]);
    await hearNothingMore(agent);
  });

  test("takes no key with it: answers that are lost, messages that come again, and an end before the token is kept", async () => {
    {
      await using agent = await openAgent(options);
      using _lost = lying.tell(loseAnswer(firstTimes(3, syncs)));
      using _again = lying.tell(repeatToDevice(3));
      const said = await say(5);
      assert.deepEqual(await hear(agent, said.length), said);
    }
    const token = await endBeforeTheToken();
    const asked: unknown[] = [];
    const watch = editSync((body, { query }) => {
      asked.push(query.get("since"));
      return body;
    });
    using _watch = lying.tell(watch);
    await using agent = await openAgent(options);
    assert.deepEqual(await hear(agent, 1), [count]);
    assert.equal(asked[0], token);
    await hearNothingMore(agent);
  });

  /** The crypto takes a key, and the agent ends before the token that stands for it is kept. */
  async function endBeforeTheToken(): Promise<string | undefined> {
    let mayKeep = true;
    await using agent = await openAgent({ ...options, parts: { ...options.parts, mayKeep: () => mayKeep } });
    await lying.nudge();
    mayKeep = false;
    const token = agent.store.token();
    const [n] = await say(1);
    const path = `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=1`;
    const { chunk } = await request(synapseUrl, "GET", path, undefined, operator.token);
    const [wire] = chunk as [{ event_id: string }];
    const event = { position: 0, room, eventId: wire.event_id, sender: operator.userId, type: "m.room.encrypted" };
    const open = () => agent.link.opener.open({ ...event, raw: JSON.stringify(wire), receivedAt: 0 });
    const deadline = Date.now() + 10_000;
    let said = await open();
    while (said.kind === "waiting" && Date.now() < deadline) said = await open();
    assert.equal(said.kind === "opened" && said.content.n, n);
    assert.equal(agent.store.token(), token);
    return token;
  }
});
