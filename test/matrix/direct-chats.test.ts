import assert from "node:assert/strict";
import { test } from "node:test";
import { MatrixError } from "matrix-js-sdk";
import { asRoomId } from "../../src/core/ids.ts";
import { DirectChats } from "../../src/matrix/direct-chats.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const room = asRoomId("!chat");
const invitation = { room, inviter: "@ana:x", isDirect: true, isEncrypted: true };

/** A homeserver that turns so many requests away, each for five seconds, before it grants them. */
function scene(limited: number) {
  const clock = new HandClock();
  const did: string[] = [];
  let left = limited;
  const answer = (what: string) => async () => {
    if (left > 0) {
      left -= 1;
      throw new MatrixError({ errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 5_000 }, 429);
    }
    did.push(what);
  };
  const client = {
    joinRoom: answer("join"),
    leave: answer("leave"),
    getRoom: () => ({
      getMyMembership: () => (did.includes("join") ? "join" : "invite"),
      getMembers: () => ["@ana:x", "@agent:x"].map((userId) => ({ userId, membership: "join" })),
    }),
  };
  const chats = new DirectChats({
    client: client as never,
    clock,
    facts: new MemoryControlStore(),
    rooms: { refresh: () => undefined, isEncrypted: () => true } as never,
    opener: {} as never,
    nextSync: async () => undefined,
    isListed: () => true,
    takeStep: async () => undefined,
    log: () => undefined,
    random: () => 0,
  });
  return { clock, chats, did };
}

test("a homeserver that limits the agent just then is asked again, to join and to leave", async () => {
  const { clock, chats, did } = scene(2);
  using _chats = chats;
  chats.invited(invitation);
  await clock.advance(9_000);
  assert.deepEqual([did, chats.has(room)], [[], true]);
  await clock.advance(2_000);
  assert.deepEqual(did, ["join"]);
  chats.end(room);
  await clock.advance(0);
  assert.deepEqual(did, ["join", "leave"]);
});

test("what is over meanwhile is not joined any more", async () => {
  const { clock, chats, did } = scene(1);
  using _chats = chats;
  chats.invited(invitation);
  await clock.advance(1_000);
  chats.end(room);
  await clock.advance(60_000);
  assert.deepEqual(did, ["leave"]);
});

test("the end of the agent ends the asking", async () => {
  const { clock, chats, did } = scene(1);
  chats.invited(invitation);
  await clock.advance(1_000);
  chats[Symbol.dispose]();
  await clock.advance(60_000);
  assert.deepEqual(did, []);
});
