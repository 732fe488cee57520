import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { PutOutcome } from "../../src/core/room-ports.ts";
import type { MatrixLink } from "../../src/matrix/matrix-link.ts";
import type { ClearEvent } from "../../src/matrix/put-clear.ts";
import { countStart, keepPresence } from "../../src/wiring/presence.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { noWill } from "../fakes/no-will.ts";

const room = asRoomId("!room");
const userId = asUserId("@agent:hs");
const hour = 3_600_000;

function count(own: string | undefined, told: unknown): { epoch: number; kept: string | undefined } {
  const facts = new Map(own === undefined ? [] : [["starts", own]]);
  const store = {
    fact: (name: string) => facts.get(name),
    setFact: (name: string, to: string) => void facts.set(name, to),
  };
  const state = () => (told === undefined ? undefined : { starts: told });
  const epoch = countStart(store, { userId, rooms: { state } }, room);
  return { epoch, kept: facts.get("starts") };
}

test("starts are counted from 1, and each is kept", () => {
  assert.deepEqual(count(undefined, undefined), { epoch: 1, kept: "1" });
  assert.deepEqual(count("4", 4), { epoch: 5, kept: "5" });
});

test("a new login goes on from the count that stands in the room", () => {
  assert.deepEqual(count(undefined, 7), { epoch: 8, kept: "8" });
});

test("a start that the room never heard of still counts", () => {
  assert.deepEqual(count("9", 4), { epoch: 10, kept: "10" });
});

test("a room that knows of more starts than the files shows that they are an old copy", () => {
  assert.throws(
    () => count("3", 5),
    (error: AgentFault) => error.code === "store-restored" && /5 starts.* 3/.test(error.message),
  );
});

test("what is no count in the room is as if nothing stood there", () => {
  for (const nonsense of ["5", -1, 1.5, Number.MAX_VALUE, null, {}]) assert.equal(count("3", nonsense).epoch, 4);
});

test("a room that heard of the same run later than the files shows that they are a copy made meanwhile", async () => {
  const { clock, facts, store, told, presence } = scene(taken);
  const start = () => countStart(store, { userId, rooms: { state: () => told.at(-1) } }, room);
  await clock.advance(hour);
  const copy = new Map(facts);
  await clock.advance(hour);
  assert.equal(start(), 2);
  const isNoticed = (error: AgentFault) => error.code === "store-restored" && /heard .* later/.test(error.message);
  const putBack = () => {
    for (const [name, value] of copy) facts.set(name, value);
  };
  putBack();
  assert.throws(start, isNoticed, "after a crash");
  await clock.advance(1);
  await presence.goOffline();
  putBack();
  assert.throws(start, isNoticed, "after a clean end");
});

test("what cannot be written down first is not told", async () => {
  const { clock, sent, store, log } = scene(taken);
  const { setFact } = store;
  store.setFact = () => {
    throw new Error("full");
  };
  await clock.advance(hour);
  assert.equal(sent.length, 1);
  assert.match(log.lines.join(), /presence is not told/);
  store.setFact = setFact;
  await clock.advance(60_000);
  assert.equal(sent.length, 2);
});

function scene(answer: () => Promise<PutOutcome>, more: Partial<typeof noWill> = {}) {
  const clock = new HandClock();
  const log = new LogLines();
  const sent: { online: boolean; validFor: number }[] = [];
  const told: Record<string, unknown>[] = [];
  const noted: string[] = [];
  const facts = new Map([["starts", "1"]]);
  const store = {
    fact: (name: string) => facts.get(name),
    setFact: (name: string, to: string) => {
      noted.push(name);
      facts.set(name, to);
    },
  };
  const put = (event: ClearEvent): Promise<PutOutcome> => {
    if (event.kind === "agent-state") {
      sent.push({ online: event.state.online, validFor: event.state.until - clock.now() });
      told.push({ ...event.state });
    }
    return answer();
  };
  const opening = { isOpen: true };
  const clear = { put } as unknown as MatrixLink["clear"];
  const link = { clear, userId, ...noWill, ...more };
  const presence = keepPresence({ link, store, room, epoch: 1, isOpen: () => opening.isOpen, clock, log });
  return { clock, log, sent, told, noted, facts, store, presence, opening };
}

const taken = async (): Promise<PutOutcome> => ({ kind: "sent", eventId: "$1" });

test("presence is told at the start, every hour, and that it is over", async () => {
  const { clock, sent, presence } = scene(taken);
  await clock.advance(2 * hour);
  await presence.goOffline();
  await presence[Symbol.asyncDispose]();
  const online = { online: true, validFor: 2 * hour };
  assert.deepEqual(sent, [online, online, online, { online: false, validFor: 0 }]);
  assert.equal(clock.waiting, 0);
});

test("a homeserver that never answers does not hold up the end", async () => {
  const { clock, presence } = scene(() => new Promise(() => {}));
  let isOver = false;
  const over = presence.goOffline().then(() => {
    isOver = true;
  });
  await clock.advance(1_500);
  assert.ok(isOver);
  await over;
});

test("a room without power for the agent is told once, and tried again", async () => {
  const { clock, log, sent } = scene(async () => ({ kind: "forbidden", detail: "no" }));
  await clock.advance(3 * 60_000);
  assert.equal(sent.length, 4);
  assert.deepEqual(log.lines, [`warn: the agent may not write state in ${room}: give it power level 50`]);
});

test("a word that the room does not take is written down once in an hour, not at each try", async () => {
  let power: PutOutcome = { kind: "forbidden", detail: "no" };
  const { clock, sent, noted } = scene(async () => power);
  await clock.advance(hour + 30 * 60_000);
  assert.equal(sent.length, 91);
  assert.equal(noted.length, 2);
  power = { kind: "sent", eventId: "$1" };
  await clock.advance(60_000);
  assert.equal(sent.at(-1)?.validFor, 2 * hour - 31 * 60_000);
  await clock.advance(29 * 60_000);
  assert.equal(sent.at(-1)?.validFor, 2 * hour, "the next one is due an hour after it was written down");
  assert.equal(sent.length, 93);
  assert.equal(noted.length, 3);
});

test("nothing is told to a room that is not open, and all once it is", async () => {
  const { clock, sent, opening } = scene(taken);
  assert.equal(sent.length, 1);
  opening.isOpen = false;
  await clock.advance(hour);
  assert.equal(sent.length, 1);
  opening.isOpen = true;
  await clock.advance(5_000);
  assert.equal(sent.length, 2);
});

test("an end that cannot be written down is told as of the last word that was", async () => {
  const { clock, told, store, log, presence } = scene(taken);
  const begun = clock.now();
  await clock.advance(hour / 2);
  store.setFact = () => {
    throw new Error("the disk");
  };
  await presence.goOffline();
  assert.deepEqual(
    told.map(({ online, until }) => ({ online, until })),
    [
      { online: true, until: begun + 2 * hour },
      { online: false, until: begun },
    ],
  );
  assert.deepEqual(log.lines, []);
});

/** A homeserver with delayed events that says what becomes of them. */
function willOf(became: () => "kept" | "none" | "fired") {
  const armed: { readonly online: boolean; readonly delayMs: number }[] = [];
  let disarmed = 0;
  const lastWill = {
    arm: async (_: string, { online }: { readonly online: boolean }, delayMs: number) => {
      armed.push({ online, delayMs });
      return became();
    },
    disarm: async () => {
      disarmed += 1;
    },
  };
  return { lastWill, armed, disarmed: () => disarmed };
}

test("where the homeserver has delayed events it is to say that the agent is gone, put off every minute, taken back at the end", async () => {
  const { lastWill, armed, disarmed } = willOf(() => "kept");
  const { clock, presence } = scene(taken, { lastWill });
  assert.equal(presence.farewell(), "hourly");
  await clock.advance(181_000);
  assert.deepEqual(armed[0], { online: false, delayMs: 180_000 });
  assert.equal(armed.length, 4);
  assert.equal(presence.farewell(), "delayed");
  await presence.goOffline();
  assert.deepEqual([disarmed(), clock.waiting], [1, 0]);
});

test("a last will that was told, or a room that holds the agent for gone, makes it say at once that it is there", async () => {
  let became: "kept" | "fired" = "kept";
  const state = { online: true };
  const { lastWill } = willOf(() => became);
  const { clock, sent } = scene(taken, { lastWill, rooms: { state: () => state } });
  await clock.advance(61_000);
  assert.equal(sent.length, 1);
  became = "fired";
  await clock.advance(60_000);
  assert.equal(sent.length, 2);
  became = "kept";
  state.online = false;
  await clock.advance(60_000);
  assert.deepEqual(
    sent.map(({ online }) => online),
    [true, true, true],
  );
});

test("before the room heard that the agent is there nothing is laid down, and a homeserver without delayed events is no fault", async () => {
  const { lastWill, armed } = willOf(() => "none");
  const silent = scene(async () => ({ kind: "forbidden", detail: "" }) as never, { lastWill });
  await silent.clock.advance(120_000);
  assert.equal(armed.length, 0);
  const told = scene(taken, { lastWill });
  await told.clock.advance(120_000);
  assert.ok(armed.length > 0);
  assert.equal(told.presence.farewell(), "hourly");
});
