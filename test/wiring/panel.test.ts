import assert from "node:assert/strict";
import { test } from "node:test";
import { ana, ben, panelScene } from "./panel-scene.ts";

const minute = 60_000;

test("one message is made and pinned beside what others pinned, then edited where a value changed", async () => {
  const { clock, start, sent, pins } = panelScene();
  const panel = start();
  await clock.advance(1_000);
  panel.set("open", "yes");
  await clock.advance(2 * minute);
  const [first, second, ...more] = sent();
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual([first.edits, second.edits, more.length], [undefined, first.eventId, 0]);
  assert.match(first.body, /^As of Jan 1, 00:00:\nBox\nOpen {3}no value yet/);
  assert.match(second.body, /^\* As of Jan 1, 00:01:\nBox\nOpen {3}yes/);
  assert.deepEqual(pins, [["$others", first.eventId]]);
  await panel.end();
  assert.equal(clock.waiting, 0);
});

test("an hour of values that change every second is at most 60 edits, and values that stay are none", async () => {
  const { clock, start, sent, sender } = panelScene();
  const panel = start();
  for (let second = 0; second < 3_600; second++) {
    panel.set("open", String(second));
    await clock.advance(1_000);
  }
  const times = sent().map(({ at }) => at);
  assert.ok(times.length >= 60 && times.length <= 61, `${times.length}`);
  for (const [place, at] of times.entries()) assert.ok(place === 0 || at - (times[place - 1] ?? 0) >= minute);
  await clock.advance(2 * minute);
  const before = sent().length;
  for (let second = 0; second < 600; second++) {
    panel.set("open", "3599");
    await clock.advance(1_000);
  }
  assert.equal(sent().length, before);
  assert.equal(sender.refusedByLimit, 0);
  await panel.end();
});

test("where the homeserver grants less, edits are rarer: never more than a fifth of it", async () => {
  const msPerEvent = 30_000;
  const { clock, start, sent } = panelScene({ msPerEvent });
  const panel = start();
  for (let tick = 0; tick < 720; tick++) {
    panel.set("open", String(tick));
    await clock.advance(10_000);
  }
  const fifth = 0.2 * ((2 * 60 * minute) / msPerEvent);
  assert.ok(sent().length <= fifth + 1 && sent().length > fifth / 2, `${sent().length} of ${fifth}`);
  await panel.end();
});

test("it stays the same message over a restart, and rests a minute after it", async () => {
  const { clock, start, sent, pins } = panelScene();
  const before = start();
  await clock.advance(1_000);
  await before.end();
  const after = start();
  after.set("open", "yes");
  await clock.advance(59_000);
  assert.equal(sent().length, 1);
  await clock.advance(minute);
  assert.deepEqual(
    sent().map(({ edits }) => edits),
    [undefined, sent()[0]?.eventId],
  );
  assert.equal(pins.length, 1);
  await after.end();
});

test("a panel that was redacted is made anew and takes the pin of the old one", async () => {
  const { clock, start, sent, now, pins } = panelScene();
  const panel = start();
  await clock.advance(1_000);
  now.standing = "unknown";
  await clock.advance(10 * minute);
  assert.equal(sent().length, 1, "nobody answered");
  now.standing = "gone";
  await clock.advance(10 * minute);
  now.standing = "there";
  await clock.advance(30 * minute);
  const [first, second, ...more] = sent();
  assert.deepEqual([first?.edits, second?.edits, more.length], [undefined, undefined, 0]);
  assert.deepEqual(pins.at(-1), ["$others", second?.eventId]);
  await panel.end();
});

test("a panel of a week ago is made anew", async () => {
  const { clock, start, sent } = panelScene();
  const panel = start();
  await clock.advance(7 * 24 * 60 * minute);
  panel.set("open", "yes");
  await clock.advance(2 * minute);
  assert.deepEqual(
    sent().map(({ edits }) => edits),
    [undefined, undefined],
  );
  await panel.end();
});

test("nobody there to read it: it waits; somebody listed joins: it is made anew, since they cannot read the old one", async () => {
  const { clock, start, sent, now } = panelScene();
  const [self] = now.members;
  assert.ok(self !== undefined);
  now.members = [self];
  const panel = start();
  await clock.advance(10 * minute);
  assert.equal(sent().length, 0);
  now.members = [self, ana];
  await clock.advance(10_000);
  assert.equal(sent().length, 1);
  now.members = [self, ana, ben];
  await clock.advance(20 * minute);
  assert.deepEqual(
    sent().map(({ edits }) => edits),
    [undefined, undefined],
  );
  await panel.end();
});

test("what is private is shown only where the room is encrypted", async () => {
  for (const isEncrypted of [true, false]) {
    const { clock, start, sent } = panelScene({ isEncrypted });
    const panel = start();
    await clock.advance(1_000);
    assert.equal(sent()[0]?.body.includes("Diary"), isEncrypted);
    await panel.end();
  }
});

test("without the power to pin it lives unpinned, says so once, and is pinned once it may; who unpins it is not contradicted", async () => {
  const { clock, start, now, pins, log } = panelScene();
  now.pinning = { kind: "forbidden", detail: "M_FORBIDDEN" };
  const panel = start();
  await clock.advance(60 * minute);
  assert.equal(log.lines.filter((line) => line.includes("cannot be pinned")).length, 1);
  now.pinning = { kind: "sent", eventId: "$state" };
  await clock.advance(10 * minute);
  const tries = pins.length;
  now.pinned = [];
  await clock.advance(60 * minute);
  assert.equal(pins.length, tries);
  await panel.end();
});

test("a clock that is not set puts no time above the values", async () => {
  const { clock, start, sent } = panelScene();
  clock.setTrusted(false);
  const panel = start();
  await clock.advance(1_000);
  assert.match(sent()[0]?.body ?? "", /^Box\n/);
  await panel.end();
});
