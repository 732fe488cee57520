import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import type { CommitFate } from "../fakes/memory-disk.ts";
import { someEvent, somePost } from "../store/some-events.ts";
import { someReading } from "../store/some-readings.ts";
import { durabilityMs, ModelPlace } from "./model-place.ts";

/** Opens the stores of a life that is to be killed: nothing of it is closed. */
function begin(place: ModelPlace) {
  const clock = new HandClock();
  return { clock, ...place.open(clock, new LogLines()) };
}

function fates(...all: readonly CommitFate[]): () => CommitFate {
  const left = [...all];
  return () => left.shift() ?? "kept";
}

test("a reading that waits for its group is gone at a crash, one whose time was up is not", async () => {
  const place = new ModelPlace();
  const { readingLog, clock } = begin(place);
  readingLog.append(someReading(1));
  await clock.advance(durabilityMs);
  readingLog.append(someReading(2));
  assert.equal(begin(place).readingLog.unsealed(10).length, 1);
});

test("a commit that failed although it is on the disk is seen after the next start, unless another one came", () => {
  for (const [another, seen] of [
    [false, "2"],
    [true, "1"],
  ] as const) {
    const place = new ModelPlace();
    const { store } = begin(place);
    store.setFact("starts", "1");
    place.controlDisk.fate = fates("kept-and-refused");
    assert.throws(() => store.setFact("starts", "2"));
    assert.equal(store.fact("starts"), "1", "nobody sees it in this life");
    if (another) store.setFact("room", "!r");
    assert.equal(begin(place).store.fact("starts"), seen);
  }
});

test("what may wait for the next transaction is gone without one, and there after 100 ms and 5 s", async () => {
  const place = new ModelPlace();
  const first = begin(place);
  first.store.post(somePost(1));
  first.store.keep([someEvent(1)], "a");
  assert.equal(begin(place).store.token(), undefined);
  const second = begin(place);
  second.store.keep([someEvent(1)], "a");
  await second.clock.advance(100);
  second.store.removePost(1);
  const third = begin(place);
  assert.deepEqual([third.store.token(), third.store.postsWaiting()], ["a", 1]);
  third.store.removePost(1);
  await third.clock.advance(5_000);
  assert.equal(begin(place).store.postsWaiting(), 0);
});

test("what belongs together is written together or not at all", () => {
  const place = new ModelPlace();
  const { store } = begin(place);
  place.controlDisk.fate = fates("refused");
  assert.throws(() =>
    store.together(() => {
      store.setFact("result-seq", "1");
      store.post(somePost(1, "result"));
    }),
  );
  assert.deepEqual([store.fact("result-seq"), store.postsWaiting()], [undefined, 0]);
});
