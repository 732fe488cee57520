import assert from "node:assert/strict";
import { test } from "node:test";
import { waitForHomeserver } from "../../src/matrix/wait-for-homeserver.ts";
import { HandClock } from "../fakes/hand-clock.ts";

function scene(request: () => Promise<string>) {
  const clock = new HandClock();
  const giver = new AbortController();
  let asked = 0;
  const ask = (): Promise<string> => {
    asked += 1;
    return request();
  };
  const parts = { clock, random: () => 0.5, onWaiting: () => undefined, givenUp: giver.signal };
  return { clock, giver, asked: () => asked, answer: waitForHomeserver(ask, parts) };
}

const away = () => Promise.reject(Object.assign(new Error("refused"), { name: "ConnectionError" }));

test("a wait that is given up asks no more", async () => {
  const { clock, giver, asked, answer } = scene(away);
  answer.catch(() => undefined);
  await clock.advance(10_000);
  assert.ok(asked() > 2);
  const before = asked();
  giver.abort(new Error("the disk"));
  await clock.advance(120_000);
  await assert.rejects(answer, /the disk/);
  assert.equal(asked(), before);
  assert.equal(clock.waiting, 0);
});

test("an answer that comes after it was given up is not used", async () => {
  const late = Promise.withResolvers<string>();
  const { clock, giver, answer } = scene(() => late.promise);
  await clock.advance(0);
  giver.abort(new Error("the disk"));
  late.resolve("a new token");
  await assert.rejects(answer, /the disk/);
});
