import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asUserId, type UserId } from "../../src/core/ids.ts";
import { english } from "../../src/texts/english.ts";
import { meetPeople } from "../../src/wiring/meet-people.ts";
import { newcomerMemory } from "../../src/wiring/newcomers.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const room = asRoomId("!room");
const [agent, ana, ben, eve] = ["agent", "ana", "ben", "eve"].map((name) => asUserId(`@${name}:hs`)) as [
  UserId,
  UserId,
  UserId,
  UserId,
];

function scene(store = new MemoryControlStore(), isEncrypted = true) {
  using directory = temporaryDirectory();
  const wave = { type: "number", from: { wave: "sine" } };
  const configuration = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: agent, device_name: "Pi", encryption: isEncrypted ? "required" : "off" },
    operators: [{ user: ana }],
    readers: [ben],
    connections: { trial: { type: "simulated" } },
    things: { box: { connection: "trial", properties: { open: wave, diary: { ...wave, private: true } } } },
  });
  const clock = new HandClock();
  let members: readonly UserId[] = [agent];
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const meeting = (people = newcomerMemory()) =>
    meetPeople({
      newcomers: { people },
      texts: english,
      configuration,
      rooms: { room, dataRoom: undefined },
      link: { rooms: { members: () => members, isEncrypted: () => isEncrypted } },
      readings: { latest: { get: () => undefined } },
      store,
      clock,
      log: silent,
      wakeSender: () => undefined,
    });
  const told = () => store.outbox.map(({ event }) => String(Reflect.get(event.content, "body")).split("\n")[0]);
  return { clock, store, meeting, told, now: (...here: UserId[]) => (members = [agent, ...here]) };
}

const hello = "I am Pi, a Roomwire agent, and look after: Box.";
const greeting = "For who has just joined, how things are:";

test("the agent introduces itself when the first listed person is there, once over all starts", async () => {
  const { clock, meeting, told, now } = scene();
  using _ = meeting();
  now(eve);
  await clock.advance(60_000);
  assert.deepEqual(told(), [], "a stranger is no reason");
  now(eve, ana);
  await clock.advance(2_000);
  assert.deepEqual(told(), [hello]);
  using _again = meeting();
  await clock.advance(3_600_000);
  assert.deepEqual(told(), [hello]);
});

test("who is there already when it starts is introduced to it at once; who joins later is told the values", async () => {
  const { clock, meeting, told, now } = scene();
  now(ana);
  using _ = meeting();
  assert.deepEqual(told(), [hello]);
  now(ana, ben);
  await clock.advance(2_000);
  assert.deepEqual(told(), [hello, greeting]);
});

test("who joins just before a reload is greeted once after it", async () => {
  const { clock, meeting, told, now } = scene();
  const memory = newcomerMemory();
  meeting(memory)[Symbol.dispose]();
  now(ana);
  const introduced = meeting(memory);
  await clock.advance(3_600_000);
  assert.deepEqual(told(), [hello]);
  now(ana, ben);
  introduced[Symbol.dispose]();
  using _ = meeting(memory);
  await clock.advance(3_600_000);
  assert.deepEqual(told(), [hello, greeting]);
});

test("what is private is told only where nobody else can read it", () => {
  for (const isEncrypted of [true, false]) {
    const { store, meeting, now } = scene(new MemoryControlStore(), isEncrypted);
    now(ana);
    using _ = meeting();
    const body = String(Reflect.get(store.outbox[0]?.event.content ?? {}, "body"));
    assert.match(body, /Open/);
    assert.equal(body.includes("Diary"), isEncrypted);
  }
});
