import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asThingId } from "../../../src/core/ids.ts";
import { AlertBoard } from "../../../src/readings/alerts/alert-board.ts";
import type { Alert } from "../../../src/readings/alerts/alert-state.ts";
import type { Telling } from "../../../src/readings/alerts/telling.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { MemoryControlStore } from "../../fakes/memory-control-store.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const [cellar, garden] = [asThingId("cellar"), asThingId("garden")];

const wet: Alert = {
  key: "cellar/wet",
  thing: cellar,
  text: "Water",
  repeatMs: 15 * minute,
  isUrgent: false,
  isMomentary: false,
};
const dry: Alert = { ...wet, key: "garden/dry", thing: garden, text: "Dry", repeatMs: hour };
const bell: Alert = { ...wet, key: "garden/bell", thing: garden, text: "Bell", isMomentary: true };

function scene(store = new MemoryControlStore(), clock = new HandClock()) {
  const told: string[] = [];
  const outlet = { isOpen: true, isQuiet: false };
  const open = () =>
    new AlertBoard({ store, clock, isQuiet: () => outlet.isQuiet, onFault: (error) => told.push(`fault: ${error}`) });
  const attach = (board: AlertBoard) =>
    board.attach({
      isOpen: () => outlet.isOpen,
      wording: (telling) => {
        const content = { body: say(telling) };
        return { class: "result", event: { room: asRoomId("!people"), type: "m.room.message", content } };
      },
      posted: () => {
        told.push(String(Reflect.get(store.outbox.at(-1)?.event.content ?? {}, "body")));
      },
    });
  const board = open();
  attach(board);
  const since = () => told.splice(0);
  return { board, clock, store, outlet, since, open, attach };
}

/** `ring`, and what is told: + raised, = repeated, - over, ~ came and went. */
function say({ raised, repeated, over, past, isRinging }: Telling): string {
  const part = (sign: string, those: Telling["raised"]) => those.map(({ text }) => `${sign}${text}`);
  return [
    isRinging ? "ring" : "note",
    ...part("+", raised),
    ...part("=", repeated),
    ...part("-", over),
    ...part("~", past),
  ].join(" ");
}

test("an alert is told within a second, and again until somebody acknowledges it", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  board.raise(wet);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water"]);
  await clock.advance(14 * minute);
  assert.deepEqual(since(), []);
  await clock.advance(17 * minute);
  assert.deepEqual(since(), ["ring =Water", "ring =Water"]);
  board.acknowledge(() => true, "@ana:x");
  await clock.advance(5 * hour);
  assert.deepEqual(since(), []);
  assert.deepEqual(
    board.standing.map(({ ackedBy }) => ackedBy),
    ["@ana:x"],
  );
});

test("that it is over is told without ringing, once, and it may come again", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(minute);
  board.acknowledge(() => true, "@ana:x");
  board.clear(wet.key);
  board.clear(wet.key);
  await clock.advance(hour);
  assert.deepEqual(since(), ["ring +Water", "note -Water"]);
  board.raise(wet);
  await clock.advance(15 * minute + 2 * second);
  assert.deepEqual(since(), ["ring +Water", "ring =Water"], "what was acknowledged before is not now");
});

test("what happens together is one message, and no more than four leave in a minute", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(500);
  board.raise(dry);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water +Dry"]);
  for (let n = 0; n < 20; n++) {
    board.raise({ ...bell, key: `bell ${n}`, text: `${n}` });
    await clock.advance(2 * second);
  }
  assert.deepEqual(since(), ["ring +0", "ring +1", "ring +2"]);
  await clock.advance(30 * second);
  assert.deepEqual(
    since().map((line) => line.split(" ").length),
    [1 + 17],
    "the rest is told together",
  );
});

test("those that repeat at different times ring together, once one of them is due", async () => {
  const { board, clock, since } = scene();
  board.raise(dry);
  await clock.advance(10 * minute);
  board.raise(wet);
  await clock.advance(16 * minute);
  assert.deepEqual(since(), ["ring +Dry", "ring +Water", "ring =Dry =Water"]);
});

test("an alert without a repetition is told once, and a momentary one is never over", async () => {
  const { board, clock, since } = scene();
  const { repeatMs: _, ...once } = wet;
  board.raise(once);
  board.raise(bell);
  await clock.advance(24 * hour);
  assert.deepEqual(since(), ["ring +Water +Bell"]);
  assert.deepEqual(
    board.standing.map(({ key }) => key),
    [wet.key],
  );
  board.raise(bell);
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Bell"]);
});

test("a muted Thing is silent: what came and went is not told, what stays is told when the mute ends", async () => {
  const { board, clock, since } = scene();
  board.mute("cellar", 2 * hour);
  board.raise(wet);
  board.raise(dry);
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Dry"]);
  board.clear(wet.key);
  board.clear(dry.key);
  await clock.advance(minute);
  assert.deepEqual(since(), ["note -Dry"]);
  board.raise(wet);
  await clock.advance(2 * hour);
  assert.deepEqual(since().slice(0, 1), ["ring +Water"]);
});

test("a mute holds back the repeating and tells the end; ended early, it rings again", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(minute);
  board.mute("all", 24 * hour);
  await clock.advance(5 * hour);
  assert.deepEqual(since(), ["ring +Water"]);
  board.mute("all", 0);
  await clock.advance(second + 1);
  assert.deepEqual(since(), ["ring =Water"]);
  board.mute("all", 24 * hour);
  board.clear(wet.key);
  await clock.advance(minute);
  assert.deepEqual(since(), ["note -Water"]);
});

test("nobody can mute what the agent says of itself", async () => {
  const { board, clock, since } = scene();
  board.mute("all", hour);
  const { thing: _, ...own } = wet;
  board.raise(own);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water"]);
});

test("a mute that a wrong clock set does not hold for ever", async () => {
  const { board, clock, since } = scene();
  clock.jump(400 * 24 * hour);
  board.mute("all", hour);
  clock.jump(-400 * 24 * hour);
  board.raise(wet);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water"]);
});

test("in quiet hours only what is urgent rings; the rest waits, and what is over by then does not ring", async () => {
  const { board, clock, since, outlet } = scene();
  outlet.isQuiet = true;
  board.raise(wet);
  board.raise({ ...dry, isUrgent: true });
  board.raise({ ...wet, key: "other", text: "Other" });
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Dry"]);
  board.clear("other");
  await clock.advance(10 * minute);
  assert.deepEqual(since(), []);
  outlet.isQuiet = false;
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Water ~Other"]);
  outlet.isQuiet = true;
  await clock.advance(10 * hour);
  assert.deepEqual(new Set(since()), new Set(["ring =Dry"]), "an urgent one goes on being repeated alone");
});

test("without a trusted clock nobody knows when it is quiet, so it rings", async () => {
  const { board, clock, since, outlet } = scene();
  outlet.isQuiet = true;
  clock.setTrusted(false);
  board.raise(wet);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water"]);
});

test("while the way out is closed nothing piles up: one message tells what there is when it opens", async () => {
  const { board, clock, since, outlet, store } = scene();
  outlet.isOpen = false;
  board.raise(wet);
  board.raise(dry);
  await clock.advance(5 * hour);
  board.clear(dry.key);
  await clock.advance(5 * hour);
  assert.deepEqual([since(), store.outbox.length], [[], 0]);
  outlet.isOpen = true;
  board.look();
  await clock.advance(second);
  assert.deepEqual(since(), ["ring +Water ~Dry"]);
});

test("what comes and goes within moments rings all the same", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(200);
  board.clear(wet.key);
  await clock.advance(second);
  assert.deepEqual(since(), ["ring ~Water"]);
});

test("one that comes back before its end was told goes on standing", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(minute);
  board.clear(wet.key);
  board.raise(wet);
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Water"]);
});

test("a restart neither rings again nor forgets what was acknowledged, muted, or not told yet", async () => {
  const { board, clock, since, store, open, attach } = scene();
  board.raise(wet);
  board.raise(dry);
  await clock.advance(minute);
  board.acknowledge(({ key }) => key === wet.key, "@ana:x");
  board.mute("garden", 30 * minute);
  board.raise({ ...dry, key: "garden/late", text: "Late" });
  await clock.advance(second);
  since();
  board[Symbol.dispose]();
  store.reopen();

  const next = open();
  attach(next);
  for (const alert of [wet, dry]) next.raise(alert);
  await clock.advance(20 * minute);
  assert.deepEqual(since(), []);
  await clock.advance(11 * minute);
  assert.deepEqual(since(), ["ring +Late"]);
  await clock.advance(30 * minute);
  assert.deepEqual(since(), ["ring =Dry =Late"]);
  next.clear(wet.key);
  await clock.advance(second);
  assert.deepEqual(since(), ["note -Water"]);
});

test("a store that fails loses no alert and tells none twice", async () => {
  const { board, clock, since, store } = scene();
  board.raise(wet);
  await clock.advance(500);
  store.failNext = new Error("disk");
  await clock.advance(second);
  assert.deepEqual([since(), store.outbox.length], [["fault: Error: disk"], 0]);
  await clock.advance(minute);
  assert.deepEqual(since(), ["ring +Water"]);
});

test("the clock set back repeats once and then goes on", async () => {
  const { board, clock, since } = scene();
  board.raise(wet);
  await clock.advance(minute);
  clock.jump(-24 * hour);
  await clock.advance(31 * minute);
  assert.deepEqual(since(), ["ring +Water", "ring =Water", "ring =Water"]);
});

test("what nobody asks for any more is let go of, and a memory that cannot be read is none", async () => {
  const { board, clock, since, store, open } = scene();
  board.raise(wet);
  await clock.advance(minute);
  board.keepOnly(() => false);
  await clock.advance(hour);
  assert.deepEqual(since(), ["ring +Water"]);
  for (const text of ["", "null", "[]", '{"standing":[null,1,{}],"mutes":{"all":"x"}}', "{"]) {
    store.setFact("alerts", text);
    assert.deepEqual([open().standing, open().mutes], [[], {}], text);
  }
});
