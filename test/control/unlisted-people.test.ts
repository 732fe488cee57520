import assert from "node:assert/strict";
import { test } from "node:test";
import { UnlistedPeople } from "../../src/control/unlisted-people.ts";
import { asRoomId, asUserId, type UserId } from "../../src/core/ids.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const room = asRoomId("!room");
const data = asRoomId("!data");
const user = (name: string): UserId => asUserId(`@${name}:x`);

function scene(store = new MemoryControlStore(), isTold = true) {
  const clock = new HandClock();
  const members = new Map([
    [room, [user("ana")]],
    [data, [user("ana")]],
  ]);
  const seen = { joined: [] as UserId[][], left: 0, faults: [] as unknown[] };
  const people = new UnlistedPeople({
    rooms: [room, data],
    room,
    roomFacts: { members: (id) => members.get(id) ?? [] },
    isListed: (who) => who === user("ana"),
    store,
    clock,
    tell: isTold ? (users, more) => ({ users, more }) : undefined,
    onJoined: (users) => seen.joined.push([...users]),
    onLeft: () => {
      seen.left += 1;
    },
    onFault: (error) => seen.faults.push(error),
  });
  const told = () => store.outbox.map(({ event }) => event.content);
  return { clock, store, members, people, seen, told };
}

test("who joins unlisted is told in the room at once, later ones together after ten minutes", async () => {
  const { clock, members, people, seen, told } = scene();
  await clock.advance(4_000);
  assert.deepEqual([told(), people.here], [[], []]);
  members.set(data, [user("ana"), user("eve")]);
  await clock.advance(2_000);
  assert.deepEqual(told(), [{ users: [user("eve")], more: 0 }]);
  members.set(room, [user("ana"), ...Array.from({ length: 8 }, (_, count) => user(`guest${count}`))]);
  await clock.advance(598_000);
  assert.equal(told().length, 1);
  await clock.advance(2_000);
  assert.equal(told().length, 2);
  assert.deepEqual(Reflect.get(told()[1] ?? {}, "more"), 3);
  assert.equal(people.here.length, 9);
  assert.deepEqual(
    seen.joined.map((users) => users.length),
    [1, 8],
  );
});

test("it is told once, over restarts; who leaves and comes again is told again", async () => {
  const first = scene();
  first.members.set(room, [user("ana"), user("eve")]);
  await first.clock.advance(2_000);
  first.people[Symbol.dispose]();
  assert.equal(first.clock.waiting, 0);

  const second = scene(first.store);
  second.members.set(room, [user("ana"), user("eve")]);
  await second.clock.advance(2_000);
  assert.equal(second.told().length, 2, "gone at the start of the second, so it is told again");
  second.people[Symbol.dispose]();

  const third = scene(first.store);
  third.members.set(room, [user("ana")]);
  assert.equal(third.told().length, 2);
});

test("who is there at the start and was told before is not told again", () => {
  const store = new MemoryControlStore();
  store.setFact(`unlisted:${room}`, user("ana-twin"));
  const clock = new HandClock();
  using people = new UnlistedPeople({
    rooms: [room],
    room,
    roomFacts: { members: () => [user("ana-twin"), user("eve")] },
    isListed: () => false,
    store,
    clock,
    tell: (users) => ({ users }),
    onJoined: () => undefined,
    onLeft: () => undefined,
    onFault: (error) => assert.fail(String(error)),
  });
  assert.deepEqual(
    store.outbox.map(({ event }) => event.content),
    [{ users: [user("eve")] }],
  );
  assert.equal(people.here.length, 2);
});

test("where the room is not to be told only the log is, and a leave is told on", async () => {
  const { clock, members, seen, told } = scene(new MemoryControlStore(), false);
  members.set(room, [user("ana"), user("eve")]);
  await clock.advance(2_000);
  assert.deepEqual([told(), seen.joined, seen.left], [[], [[user("eve")]], 0]);
  members.set(room, [user("ana")]);
  await clock.advance(2_000);
  assert.equal(seen.left, 1);
});

test("a store that fails is asked again at the next look, and nobody is forgotten", async () => {
  const { clock, store, members, seen, told } = scene();
  members.set(room, [user("ana"), user("eve")]);
  store.failNext = new Error("disk full");
  await clock.advance(2_000);
  assert.deepEqual([seen.faults.length, told()], [1, []]);
  await clock.advance(2_000);
  assert.deepEqual(told(), [{ users: [user("eve")], more: 0 }]);
});
