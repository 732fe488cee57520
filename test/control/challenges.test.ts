import assert from "node:assert/strict";
import { test } from "node:test";
import { Challenges } from "../../src/control/challenges.ts";
import { asUserId } from "../../src/core/ids.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const ana = asUserId("@ana:x");
const bob = asUserId("@bob:x");
const wish = { thing: "gate", op: "invoke", name: "open" } as const;

function scene() {
  const clock = new HandClock();
  let next = 0;
  const challenges = new Challenges(clock, (length) => new Uint8Array(length).fill(next++));
  const judge = (nonce: string, by = ana, of: Parameters<Challenges["judge"]>[1] = wish) =>
    challenges.judge(by, of, nonce)?.code;
  return { clock, challenges, judge };
}

test("a nonce is 128 random bits in base64url and told with its end", () => {
  const { challenges, clock } = scene();
  const { nonce, expiresAt } = challenges.give(ana, wish);
  assert.match(nonce, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(expiresAt, clock.now() + 30_000);
});

test("a nonce proves one wish of one sender, once, for 30 s on the monotonic clock", async () => {
  const { challenges, clock, judge } = scene();
  const { nonce } = challenges.give(ana, wish);
  assert.equal(judge(nonce), undefined);
  assert.equal(judge(nonce, bob), "challenge-wrong");
  for (const other of [
    { ...wish, thing: "door" },
    { ...wish, op: "write" as const },
    { ...wish, name: "close" },
    { ...wish, input: 1000 },
    { ...wish, lease: 1000 },
  ]) {
    assert.equal(judge(nonce, ana, other), "challenge-wrong");
  }
  clock.jump(-86_400_000);
  await clock.advance(29_999);
  assert.equal(judge(nonce), undefined);
  challenges.use(ana, nonce);
  assert.equal(judge(nonce), "challenge-used");
  const { nonce: late } = challenges.give(ana, wish);
  await clock.advance(30_000);
  assert.equal(judge(late), "challenge-expired");
});

test("another run of the agent knows no nonce of this one", () => {
  const { nonce } = scene().challenges.give(ana, wish);
  const other = new Challenges(new HandClock(), (length) => new Uint8Array(length).fill(7));
  assert.equal(other.judge(ana, wish, nonce)?.code, "challenge-wrong");
});

test("who asks for many challenges pushes out only their own oldest", () => {
  const { challenges, judge } = scene();
  const { nonce: kept } = challenges.give(bob, wish);
  const { nonce: oldest } = challenges.give(ana, wish);
  const { nonce: second } = challenges.give(ana, wish);
  for (let index = 0; index < 15; index++) challenges.give(ana, wish);
  assert.equal(judge(oldest), "challenge-wrong");
  assert.equal(judge(second), undefined);
  assert.equal(judge(kept, bob), undefined);
});
