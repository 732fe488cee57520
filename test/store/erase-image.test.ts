import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openControlFile } from "../../src/store/control-file.ts";
import { eraseStores, holdStoreLogs } from "../../src/store/erase-stores.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { mountedImage } from "../fakes/mounted-image.ts";
import { canary, plantCanaries } from "./plant-canaries.ts";
import { someEvent } from "./some-events.ts";

test("on an ext4 file system no block holds a canary after the stores are erased", async () => {
  using image = mountedImage(32);
  const state = join(image.at, "state");
  plantCanaries(state);
  const store = openControlFile(state, new HandClock());
  for (let number = 100; number < 140; number++) {
    store.keep([{ ...someEvent(number), raw: `${canary} later ${number}` }], "token");
  }
  const logs = holdStoreLogs(state);
  store[Symbol.dispose]();
  logs.overwrite();
  await eraseStores(
    state,
    () => undefined,
    async () => undefined,
  );
  assert.deepEqual(readdirSync(state), []);
  const blocks = image.unmounted();
  const found: number[] = [];
  for (let at = blocks.indexOf(canary); at !== -1; at = blocks.indexOf(canary, at + 1)) found.push(at);
  assert.deepEqual(
    found.map((at) => blocks.subarray(at, at + 40).toString("latin1")),
    [],
  );
});
