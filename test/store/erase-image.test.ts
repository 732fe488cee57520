import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openControlFile } from "../../src/store/control-file.ts";
import { eraseStores, holdStoreLogs } from "../../src/store/erase-stores.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { canary, plantCanaries } from "./plant-canaries.ts";
import { someEvent } from "./some-events.ts";

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: "pipe" });

/** An ext4 file system of its own in a file, with `mount -o loop`; what its blocks hold can be read after it is unmounted. */
function mountedImage() {
  const directory = temporaryDirectory();
  const image = join(directory.path, "image");
  const at = join(directory.path, "at");
  writeFileSync(image, "");
  truncateSync(image, 32 * 1024 * 1024);
  mkdirSync(at);
  run("mkfs.ext4", "-q", "-F", image);
  run("mount", "-o", "loop", image, at);
  return {
    at,
    unmounted(): Buffer {
      run("umount", at);
      return readFileSync(image);
    },
    [Symbol.dispose]() {
      spawnSync("umount", [at], { stdio: "ignore" });
      directory[Symbol.dispose]();
    },
  };
}

test("on an ext4 file system no block holds a canary after the stores are erased", async () => {
  using image = mountedImage();
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
