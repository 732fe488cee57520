import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RoomId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { SendLoop } from "../../src/outbox/send-loop.ts";
import { english } from "../../src/texts/english.ts";
import { newcomerMemory } from "../../src/wiring/newcomers.ts";
import { KeptPanel } from "../../src/wiring/panel/kept-panel.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openAgent } from "./agent-rig.ts";
import { createUsers, openPlainClient, type PlainClient, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { joinRoomOf, startPeopleAgent } from "./people-rig.ts";

const pinnedIn = ({ client }: PlainClient, room: RoomId): unknown =>
  client.getRoom(room)?.currentState.getStateEvents("m.room.pinned_events", "")?.getContent().pinned;

/** What a client shows of a message: its newest edit. */
const shown = ({ client }: PlainClient, room: RoomId, eventId: string): string =>
  String(client.getRoom(room)?.findEventById(eventId)?.getContent().body);

describe("the panel", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("is one encrypted message, pinned, and says what was switched after an edit; redacted, it is made anew", async () => {
    using home = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    await using agent = await openAgent({ directory: home.path, user: box, operators: [ana.id] });
    const room = agent.link.joined?.room ?? assert.fail("no room");
    await until("the invitation came", () => owner.client.getRoom(room)?.getMyMembership() === "invite");
    await owner.client.joinRoom(room);
    await until("the agent knows", () => agent.link.rooms.isJoined(room, ana.id));
    const configuration = configurationOf(home.path, {
      matrix: { homeserver: synapseUrl, user: box.id },
      panel: true,
      operators: [{ user: ana.id }],
      connections: { broker: { type: "mqtt", url: "mqtt://localhost" } },
      things: { box: { connection: "broker", properties: { door: { type: "string", from: { topic: "door" } } } } },
    });
    const path = configuration.things[0]?.properties[0]?.path ?? assert.fail("no property");
    let reading: Reading | undefined;
    const [clock, log] = [new HandClock(), new LogLines()];
    const budget = new EventBudget(clock);
    using panel = new KeptPanel({
      newcomers: { panel: newcomerMemory() },
      ...agent,
      configuration,
      texts: english,
      rooms: { room, dataRoom: undefined },
      epoch: 1,
      readings: { latest: { get: () => reading } },
      clock,
      log,
      budget,
      wakeSender: () => loop.wake(),
    });
    const report = new Proxy({}, { get: () => () => undefined }) as ConstructorParameters<typeof SendLoop>[0]["report"];
    const { sender } = agent.link;
    const loop = new SendLoop({ sources: [panel.source], sender, budget, clock, random: () => 0.5, report });
    const stop = new AbortController();
    const run = loop.run(stop.signal);
    const notices = () =>
      owner.received(room, "m.room.message").filter(({ content }) => content.msgtype === "m.notice");

    await until("the panel is there", () => notices().length === 1);
    const first = notices()[0]?.id ?? "";
    await until("it is pinned", () => JSON.stringify(pinnedIn(owner, room)) === JSON.stringify([first]));
    const wire = await request(
      synapseUrl,
      "GET",
      `/rooms/${encodeURIComponent(room)}/event/${first}`,
      undefined,
      owner.token,
    );
    assert.equal(wire.type, "m.room.encrypted");

    reading = { path, value: "open", quality: "ok", measuredAt: clock.now(), takenAt: clock.now() };
    panel.changed();
    loop.wake();
    await clock.advance(60_000);
    await until("it says so", () => shown(owner, room, first).includes("Door  open"));
    assert.equal(notices().length, 2, "the message and one edit");

    await owner.client.redactEvent(room, first);
    const standing = () => agent.link.standing(room, first);
    await until("it is gone", async () => (await standing()) === "gone");
    await clock.advance(600_000);
    await until("another is pinned in its place", async () => {
      await clock.advance(0);
      const pinned = pinnedIn(owner, room);
      return Array.isArray(pinned) && pinned.length === 1 && pinned[0] !== first;
    });
    stop.abort();
    await run;
  });

  test("comes with `panel: true` in the whole agent, and not without", async () => {
    const [box, other, ana] = await createUsers(synapseUrl, "agent", "agent", "ana");
    await using owner = await openPlainClient(synapseUrl, ana);
    const operators = [{ user: ana.id, master_key: await owner.masterKey() }];
    using home = temporaryDirectory();
    await using running = startPeopleAgent(home.path, box, { operators, more: { panel: true } });
    const room = await joinRoomOf(running, owner);
    await until("a panel is pinned", () => Array.isArray(pinnedIn(owner, room)));
    using otherHome = temporaryDirectory();
    await using plain = startPeopleAgent(otherHome.path, other, { operators });
    const plainRoom = await joinRoomOf(plain, owner);
    await until("it introduced itself", () => owner.received(plainRoom, "m.room.message").length > 0);
    assert.equal(pinnedIn(owner, plainRoom), undefined);
  });
});
