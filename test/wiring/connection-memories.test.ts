import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { connectionMemories } from "../../src/wiring/connection-memories.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

test("a driver's own words are there in the next run, for each connection and driver apart", () => {
  using directory = temporaryDirectory();
  const clock = systemClock("trusted");
  const readingLog = { remembered: () => undefined, commit: () => undefined };
  const said: string[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (text: string) => void said.push(text) };
  const memories = (store: ReturnType<typeof openControlFile>) =>
    connectionMemories({ user: asUserId("@agent:hs"), store, readingLog, log });
  {
    using store = openControlFile(directory.path, clock);
    const memory = memories(store)("header", "counter");
    assert.equal(memory.words, undefined);
    memory.keepWords("one");
    memory.keepWords("two");
  }
  using store = openControlFile(directory.path, clock);
  assert.equal(memories(store)("header", "counter").words, "two");
  assert.equal(memories(store)("header", "level").words, undefined);
  assert.deepEqual(said, []);
  const broken = {
    fact: () => undefined,
    setFact: () => {
      throw new Error("the disk is full");
    },
  };
  const memory = connectionMemories({ user: asUserId("@agent:hs"), store: broken, readingLog, log })(
    "header",
    "counter",
  );
  memory.keepWords("three");
  memory.keepWords("four");
  assert.deepEqual(said, ["the counts of header could not be remembered"], "told once, not every minute");
});
