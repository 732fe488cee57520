import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as bad from "./lying/bad-answers.ts";
import {
  asNew,
  inClear,
  memberEvent,
  redaction,
  relations,
  stateEvent,
  tombstone,
  withOutside,
} from "./lying/forge-event.ts";
import { denyEncryption, forgeState, stateNow } from "./lying/forge-state.ts";
import { holdEvents } from "./lying/hold-events.ts";
import { type LyingHomeserver, openLyingHomeserver } from "./lying/lying-homeserver.ts";
import { giveOldToken, sayAgain } from "./lying/old-state.ts";
import { openRawClient, type RawClient } from "./lying/raw-client.ts";
import { cutTimeline, moveEvents, reorder, rewrite } from "./lying/rewrite-timeline.ts";
import { dropToDevice, holdToDevice, repeatToDevice } from "./lying/to-device.ts";
import { createUser, synapseUrl, withoutSynapse } from "./matrix-user.ts";

describe("a homeserver that is told to lie", { skip: withoutSynapse, timeout: 300_000 }, () => {
  let lying: LyingHomeserver;
  /** Meets the homeserver through the lies. */
  let agent: RawClient;
  let operator: RawClient;
  let room: string;
  let otherRoom: string;

  before(async () => {
    const [one, two] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
    lying = await openLyingHomeserver(synapseUrl);
    agent = await openRawClient(lying.url, one);
    operator = await openRawClient(synapseUrl, two);
    room = await operator.createRoom([one.id]);
    otherRoom = await operator.createRoom([one.id]);
    await agent.join(room);
    await agent.join(otherRoom);
    await agent.catchUp();
  });
  after(() => lying[Symbol.asyncDispose]());

  const bodies = (events: readonly { readonly content: object }[]): unknown[] =>
    events.map(({ content }) => (content as { body?: unknown }).body);

  test("passes everything on unchanged while it is honest", async () => {
    await operator.say(room, "honest");
    for (const path of [
      "/sync?timeout=0",
      "/account/whoami",
      "/nothing",
      `/rooms/${encodeURIComponent(room)}/joined_members`,
    ]) {
      const [through, direct] = await Promise.all([lying.url, synapseUrl].map((url) => agent.ask(path, { url })));
      assert.equal(through?.status, direct?.status, path);
      assert.deepEqual(headersOf(through), headersOf(direct), path);
      if (!path.startsWith("/sync")) assert.equal(await through?.text(), await direct?.text(), path);
    }
    assert.deepEqual(bodies((await agent.sync()).timeline(room)), ["honest"]);
  });

  test("tells an event again under a new id and time", async () => {
    const event = await lying.heard.event(await said("once", 1));
    const replayed = asNew(event, { origin_server_ts: 7 });
    void lying.feedEvents(room, [replayed]);
    const [again] = (await agent.sync()).timeline(room);
    assert.deepEqual(again?.content, event.content);
    assert.deepEqual([again?.event_id, again?.origin_server_ts], [replayed.event_id, 7]);
    assert.notEqual(again?.event_id, event.event_id);
  });

  /** Says it, lets the agent take so many events, and returns the id of the last one. */
  async function said(body: string, count: number): Promise<string> {
    const id = await operator.say(room, body);
    let seen = 0;
    while (seen < count) seen += (await agent.sync()).timeline(room).length;
    return id;
  }

  test("holds an event back, and delivers it late and in another order", async () => {
    const holding = holdEvents(room, ({ content }) => content.body !== "through");
    using _lie = lying.tell(holding.lie);
    await operator.say(room, "first");
    await operator.say(room, "second");
    await operator.say(room, "through");
    assert.deepEqual(bodies((await agent.syncUntil(room)).timeline(room)), ["through"]);
    void lying.feedEvents(room, holding.release().toReversed());
    assert.deepEqual(bodies((await agent.sync()).timeline(room)), ["second", "first"]);
  });

  test("turns the order of one answer around", async () => {
    using _lie = lying.tell(reorder(room, (events) => events.toReversed()));
    for (const body of ["1", "2", "3"]) await operator.say(room, body);
    assert.deepEqual(bodies((await agent.syncUntil(room)).timeline(room)), ["3", "2", "1"]);
  });

  test("writes relations and new content beside the ciphertext", async () => {
    const outside = { "m.relates_to": relations.edit("$x"), "m.new_content": { body: "other" } };
    using _lie = lying.tell(rewrite(room, (event) => withOutside(event, outside)));
    await operator.say(room, "plain");
    const [event] = (await agent.syncUntil(room)).timeline(room);
    assert.deepEqual(event?.content, { msgtype: "m.text", body: "plain", ...outside });
  });

  test("puts words in clear, redactions and another sender, time or room into an event", async () => {
    const events = [inClear("@boss:x", "dev.roomwire.command", { id: "1" }), redaction("@boss:x", "$y")];
    void lying.feedEvents(room, events);
    assert.deepEqual((await agent.sync()).timeline(room), events);
    using _lie = lying.tell(rewrite(room, (event) => ({ ...event, sender: "@boss:x", origin_server_ts: 5 })));
    using _move = lying.tell(moveEvents(room, otherRoom, ({ content }) => content.body === "moved"));
    await operator.say(room, "moved");
    const sync = await agent.syncUntil(otherRoom);
    assert.deepEqual(sync.timeline(room), []);
    const [moved] = sync.timeline(otherRoom);
    assert.deepEqual([moved?.sender, moved?.origin_server_ts, moved?.content.body], ["@boss:x", 5, "moved"]);
  });

  test("tells of members and power that are not, in /sync, /members and /state", async () => {
    const ghost = memberEvent("@ghost:x", "join");
    const banned = memberEvent(operator.userId, "ban", "@ghost:x");
    const power = stateEvent("@ghost:x", "m.room.power_levels", "", { users: { "@ghost:x": 100 } });
    using _lie = lying.tell(forgeState(room, [ghost, banned, power]));
    void lying.feed({ rooms: { [room]: stateNow([ghost, banned, power]) } });
    assert.deepEqual((await agent.sync()).state(room), [ghost, banned, power]);
    const whole = (await agent.sync({ whole: true })).state(room);
    const ofType = (type: string) => whole.filter((event) => event.type === type).map(({ content }) => content);
    assert.deepEqual(ofType("m.room.power_levels"), [power.content]);
    assert.equal(ofType("m.room.member").length, 3);
    const { chunk } = (await agent.get(`/rooms/${encodeURIComponent(room)}/members`)) as { chunk: object[] };
    assert.ok(chunk.some((event) => (event as { state_key: string }).state_key === "@ghost:x"));
    const path = `/rooms/${encodeURIComponent(room)}/state/m.room.member/${encodeURIComponent(operator.userId)}`;
    assert.deepEqual(await agent.get(path), banned.content);
  });

  test("denies that a room is encrypted, and says that another algorithm or no encrypted state is meant", async () => {
    const algorithm = async (): Promise<unknown> => {
      const state = (await agent.sync({ whole: true })).state(room);
      return state.find(({ type }) => type === "m.room.encryption")?.content;
    };
    const content = { algorithm: "m.megolm.v1.aes-sha2", "io.element.msc4362.encrypt_state_events": true };
    await operator.setState(room, "m.room.encryption", content);
    await agent.catchUp();
    assert.deepEqual(await algorithm(), content);
    {
      using _lie = lying.tell(denyEncryption(room));
      assert.equal(await algorithm(), undefined);
      const answer = await agent.ask(`/rooms/${encodeURIComponent(room)}/state/m.room.encryption`);
      assert.equal(answer.status, 404);
    }
    for (const other of [{ algorithm: "none" }, { algorithm: "m.megolm.v1.aes-sha2" }, {}]) {
      using _lie = lying.tell(forgeState(room, [stateEvent(operator.userId, "m.room.encryption", "", other)]));
      assert.deepEqual(await algorithm(), other);
    }
  });

  test("says that the room was replaced", async () => {
    const grave = tombstone(operator.userId, "!trap");
    void lying.feed({ rooms: { [room]: stateNow([grave]) } });
    assert.deepEqual((await agent.sync()).state(room), [grave]);
  });

  test("cuts a timeline, with where to go on from", async () => {
    using _lie = lying.tell(cutTimeline(room, 1));
    for (const body of ["1", "2", "3"]) await operator.say(room, body);
    const { timeline } = (await agent.syncUntil(room)).part(room);
    assert.deepEqual([bodies(timeline?.events ?? []), timeline?.limited], [["3"], true]);
    assert.notEqual(timeline?.prev_batch ?? "", "");
  });

  test("drops, repeats, holds back and invents to-device messages", async () => {
    const send = (body: string) => operator.sendToDevice(agent, "x.test", { body });
    {
      using _lie = lying.tell(dropToDevice());
      await send("lost");
      assert.deepEqual((await agent.sync()).toDevice(), []);
    }
    {
      using _lie = lying.tell(repeatToDevice(3));
      await send("thrice");
      assert.deepEqual(bodies((await agent.sync()).toDevice()), ["thrice", "thrice", "thrice"]);
    }
    const holding = holdToDevice();
    using _lie = lying.tell(holding.lie);
    await send("later");
    assert.deepEqual((await agent.sync()).toDevice(), []);
    const invented = { type: "x.test", sender: "@ghost:x", content: { body: "never sent" } };
    void lying.feed({ toDevice: [...holding.release(), invented], keysChanged: [operator.userId] });
    const sync = await agent.sync();
    assert.deepEqual(bodies(sync.toDevice()), ["later", "never sent"]);
    assert.deepEqual(sync.body.device_lists?.changed, [operator.userId]);
  });

  test("goes back to an old state, by its answers and by its token", async () => {
    const before = agent.since;
    await said("in the past", 1);
    const old = lying.heard.syncs.slice(-1);
    await agent.catchUp();
    {
      using _lie = lying.tell(sayAgain(old));
      assert.deepEqual((await agent.sync()).body, old[0]);
    }
    using _lie = lying.tell(giveOldToken(before));
    await agent.sync();
    assert.equal(agent.since, before);
    assert.deepEqual(bodies((await agent.sync()).timeline(room)), ["in the past"]);
  });

  test("answers 429, 500, garbage, half an answer and nothing", async () => {
    const whoami = (options?: object) => agent.ask("/account/whoami", options);
    {
      using _lie = lying.tell(bad.limit(bad.anyRequest, 1500));
      const answer = await whoami();
      const { errcode, retry_after_ms } = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([answer.status, answer.headers.get("retry-after")], [429, "2"]);
      assert.deepEqual([errcode, retry_after_ms], ["M_LIMIT_EXCEEDED", 1500]);
    }
    {
      using _lie = lying.tell(bad.fail(bad.firstTimes(1, bad.anyRequest)));
      assert.deepEqual([(await whoami()).status, (await whoami()).status], [500, 200]);
    }
    for (const text of [...bad.garbage, "x".repeat(5_000_000)]) {
      using _lie = lying.tell(bad.garble(bad.syncs, text));
      assert.equal(await (await agent.ask("/sync?timeout=0")).text(), text);
    }
    {
      using _lie = lying.tell(bad.breakOff(bad.anyRequest));
      await assert.rejects(async () => (await whoami()).text());
    }
    using _lie = lying.tell(bad.hang(bad.anyRequest));
    await assert.rejects(whoami({ signal: AbortSignal.timeout(100) }), { name: "TimeoutError" });
  });

  test("takes an event and loses the answer", async () => {
    {
      using _lie = lying.tell(bad.loseAnswer(bad.sends));
      await assert.rejects(agent.say(room, "taken", "txn"));
    }
    const sync = await agent.syncUntil(room);
    assert.deepEqual(bodies(sync.timeline(room)), ["taken"]);
    assert.equal(await agent.say(room, "taken", "txn"), sync.timeline(room)[0]?.event_id);
  });

  test("ends a waiting sync for what is told meanwhile", async () => {
    await agent.catchUp();
    const waiting = agent.sync({ timeoutMs: 30_000 });
    await lying.heard.asked();
    void lying.nudge();
    assert.deepEqual((await waiting).timeline(room), []);
    const fed = agent.sync({ timeoutMs: 30_000 });
    const event = inClear("@boss:x", "m.room.message", { body: "now" });
    void lying.feedEvents(room, [event]);
    assert.deepEqual((await fed).timeline(room), [event]);
  });
});

/** What belongs to the message and not to the connection. */
function headersOf(answer: Response | undefined): unknown[] {
  const ofConnection = ["date", "content-length", "keep-alive", "connection", "transfer-encoding"];
  return [...(answer?.headers ?? [])].filter(([name]) => !ofConnection.includes(name));
}
