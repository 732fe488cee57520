import assert from "node:assert/strict";
import { test } from "node:test";
import { ConditionWatch } from "../../src/control/condition-watch.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import { type AffordancePath, asRoomId, asThingId, asUserId, type UserId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { english } from "../../src/texts/english.ts";
import { watchAlerts } from "../../src/wiring/alerts.ts";
import { tellAlerts } from "../../src/wiring/tell-alerts.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const room = asRoomId("!people");
const [ana, ben, eve] = ["ana", "ben", "eve"].map((name) => asUserId(`@${name}:hs`)) as [UserId, UserId, UserId];
const minute = 60_000;
const all = asThingId("all");

function settings(
  change: object = {},
  alerts: readonly object[] = [{ is: true, for: "30s", text: "Door is open", repeat: "15m" }],
) {
  const from = { wave: "sine" };
  return {
    matrix: { homeserver: "https://hs", user: "@agent:hs", encryption: "off" },
    operators: [
      { user: ana, may: ["read", "write"] },
      { user: ben, may: ["read", "invoke"], things: ["shed"] },
      { user: eve, may: ["read"], until: "2025-01-01" },
    ],
    connections: { trial: { type: "simulated" } },
    things: {
      house: {
        connection: "trial",
        properties: {
          door: { type: "boolean", from, labels: { true: "open", false: "closed" }, alerts },
          heat: { type: "number", unit: "Cel", from, alerts: [{ above: 35, clear_at: 33 }, { outside: [-20, 60] }] },
          safe: { type: "boolean", from, private: true, alerts: [{ is: true, text: "Safe is open" }] },
        },
      },
      shed: {
        connection: "trial",
        properties: { bell: { type: "boolean", from, alerts: [{ changes: true }, { stale: "2h" }] } },
      },
    },
    ...change,
  };
}

function scene(written = settings(), store = new MemoryControlStore(), clock = new HandClock()) {
  using directory = temporaryDirectory();
  const configuration = configurationOf(directory.path, written);
  const seen = new Map<string, Reading>();
  const latest = (path: AffordancePath) => seen.get(path);
  const conditions = new ConditionWatch(clock, latest);
  const alerts = watchAlerts({ configuration, texts: english, store, conditions, latest, clock, log: new LogLines() });
  const link = { state: "up" as "up" | "lost" };
  const telling = tellAlerts({
    alerts,
    configuration,
    texts: english,
    rooms: { room, dataRoom: undefined },
    link: { rooms: { isEncrypted: () => false, isJoined: () => true }, linkState: () => link.state },
    store: { postsWaiting: () => 0 },
    clock,
    wakeSender: () => undefined,
  });
  const read = (path: string, value: Value | undefined, quality: Reading["quality"] = "ok"): void => {
    seen.set(path, { path: path as AffordancePath, value, quality, measuredAt: clock.now(), takenAt: clock.now() });
    conditions.saw(path as AffordancePath, quality !== "stale");
  };
  let shown = 0;
  const since = (): readonly string[] => {
    const lines = store.outbox.slice(shown).map(({ event }) => said(event.content));
    shown += lines.length;
    return lines;
  };
  const end = () => {
    for (const part of [telling, alerts, conditions]) part[Symbol.dispose]();
  };
  return { alerts, clock, read, since, link, store, end };
}

function said(content: object): string {
  const { msgtype, body, "m.mentions": mentions } = content as Record<string, unknown>;
  const users = (mentions as { user_ids?: readonly string[] }).user_ids ?? [];
  return [msgtype, ...users.map((user) => user.slice(1, 4)), String(body).split("\n")[0]].join(" ");
}

test("a door that is open for long enough calls those whom it concerns, and is over when it is closed", async () => {
  const { clock, read, since } = scene();
  read("house/door", true);
  await clock.advance(29_000);
  read("house/door", false);
  await clock.advance(minute);
  read("house/door", true);
  await clock.advance(29_000);
  assert.deepEqual(since(), []);
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.text ana Door is open, since 00:01."]);
  read("house/door", undefined, "unavailable");
  await clock.advance(5 * minute);
  read("house/door", false);
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.notice Over: Door is open, 00:01 to 00:07."]);
});

test("a number rings once while it trembles, and says which it was", async () => {
  const { clock, read, since } = scene();
  for (const value of ["34.9", "35.1", "34.5", "36", "33.5"]) {
    read("house/heat", decimal(value));
    await clock.advance(2_000);
  }
  assert.deepEqual(since(), ["m.text ana House / Heat is above 35 °C (35.1 °C), since 00:00."]);
  read("house/heat", decimal("33"));
  await clock.advance(2_000);
  assert.match(since().join(), /^m.notice Over: House \/ Heat/);
  read("house/heat", decimal("-30"));
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.text ana House / Heat is not between -20 °C and 60 °C (-30 °C), since 00:00."]);
});

test("a bell rings once for each ring, and a sensor that tells nothing is told of", async () => {
  const { clock, read, since } = scene();
  read("shed/bell", false);
  read("shed/bell", true);
  await clock.advance(minute);
  read("shed/bell", false);
  await clock.advance(minute);
  assert.deepEqual(since(), [
    "m.text ana ben Shed / Bell is on now, 00:00.",
    "m.text ana ben Shed / Bell is off now, 00:01.",
  ]);
  await clock.advance(120 * minute);
  assert.deepEqual(since(), ["m.text ana ben Shed / Bell has told nothing for 2h, since 02:01."]);
  read("shed/bell", false);
  await clock.advance(2_000);
  assert.match(since().join(), /^m.notice Over: Shed/);
});

test("in a room that is not encrypted what is private is not said, neither to people nor to programs", async () => {
  const { clock, read, since, store } = scene();
  read("house/safe", true);
  read("house/heat", decimal("36"));
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.text ana 2 alerts:"]);
  const content = JSON.stringify(store.outbox[0]?.event.content);
  assert.match(content, /House wants to be looked at, since 00:00/);
  assert.match(content, /"key":"house\/heat: house\/heat above 35"/);
  assert.doesNotMatch(content, /safe/i);
});

test("what is seen or muted reaches the Things of who says so, and no further", async () => {
  const { alerts, clock, read, since } = scene();
  read("house/door", true);
  await clock.advance(31_000);
  since();
  alerts.desk.acknowledge(all, ben);
  await clock.advance(16 * minute);
  assert.deepEqual(since(), ["m.text ana Still: Door is open, since 00:00."]);
  alerts.desk.mute(all, 60 * minute, ben);
  assert.deepEqual(Object.keys(alerts.board.mutes), ["shed"]);
  alerts.desk.mute(all, 0, ben);
  alerts.desk.mute(asThingId("house"), 60 * minute, ana);
  await clock.advance(20 * minute);
  assert.deepEqual([since(), Object.keys(alerts.board.mutes)], [[], ["house"]]);
  alerts.desk.mute(all, 0, ana);
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.text ana Still: Door is open, since 00:00."]);
  alerts.desk.acknowledge(all, ana);
  await clock.advance(300 * minute);
  assert.deepEqual(
    since().filter((line) => line.includes("Door")),
    [],
  );
  assert.deepEqual(alerts.board.standing.find(({ text }) => text === "Door is open")?.ackedBy, ana);
});

test("a restart rings for nothing that was told, goes on repeating it, and tells that it ended meanwhile", async () => {
  const before = scene();
  before.read("house/door", true);
  before.read("house/heat", decimal("40"));
  await before.clock.advance(40_000);
  assert.equal(before.since().length, 2);
  before.end();
  before.store.reopen();

  const { clock, read, since, end } = scene(settings(), before.store, before.clock);
  since();
  await clock.advance(minute);
  read("house/door", true);
  read("house/heat", decimal("34"));
  await clock.advance(minute);
  assert.deepEqual(since(), [], "within its hysteresis");
  await clock.advance(14 * minute);
  assert.match(since().join(), /2 alerts:/);
  read("house/door", false);
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.notice Over: Door is open, 00:00 to 00:16."]);
  end();
});

test("another configuration lets go of what it does not ask for, and goes on with the rest", async () => {
  const { alerts, clock, read, since } = scene();
  using directory = temporaryDirectory();
  read("house/door", true);
  read("house/heat", decimal("40"));
  await clock.advance(40_000);
  since();
  alerts.change(configurationOf(directory.path, settings({}, [{ is: false, text: "Door is closed" }])));
  await clock.advance(2 * minute);
  assert.deepEqual(
    [since(), alerts.board.standing.map(({ text }) => text)],
    [[], ["House / Heat is above 35 °C (40 °C)"]],
  );
  read("house/heat", decimal("20"));
  read("house/door", false);
  await clock.advance(2_000);
  assert.deepEqual(since(), ["m.text ana 2 alerts:"]);
});

test("a link that was lost for long is told when it is back; a short loss is not", async () => {
  const { alerts, clock, since, link } = scene();
  const loseFor = async (ms: number): Promise<void> => {
    link.state = "lost";
    alerts.link("lost");
    await clock.advance(ms);
    link.state = "up";
    alerts.link("up");
    alerts.board.look();
    await clock.advance(2_000);
  };
  alerts.link("up");
  await loseFor(9 * minute);
  assert.deepEqual(since(), []);
  await loseFor(25 * minute);
  assert.deepEqual(since(), [
    "m.text ana ben I had no link to the homeserver for 25m, so nobody could be called, 00:34.",
  ]);
});

test("quiet hours are those of the file's time zone", async () => {
  const hours = { time_zone: "Asia/Tokyo", alerts: { quiet_hours: { from: "09:00", to: "10:00" } } };
  const { clock, read, since } = scene(settings(hours));
  read("house/door", true);
  await clock.advance(59 * minute);
  assert.deepEqual(since(), []);
  await clock.advance(2 * minute);
  assert.deepEqual(since(), ["m.text ana Door is open, since 09:00."]);
});

function decimal(text: string): Value {
  return parseDecimal(text) ?? assert.fail(text);
}
