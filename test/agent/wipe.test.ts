import assert from "node:assert/strict";
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { canary, plantCanaries } from "../store/plant-canaries.ts";
import { startRoomwire, writeConfiguration } from "./agent-process.ts";

const settings = { homeserver: "http://localhost:1", user: "@box:x", password: "secret" };

function contentOf(file: number): string {
  const content = Buffer.alloc(fstatSync(file).size);
  readSync(file, content, 0, content.length, 0);
  return content.toString("latin1");
}

async function run(words: readonly string[]) {
  await using process = startRoomwire(words);
  const code = await process.ended;
  return { code, text: process.text() };
}

test("an agent that runs stops, erases everything itself, says so, and ends for good", async () => {
  using directory = temporaryDirectory();
  const file = writeConfiguration(directory.path, settings);
  const state = join(directory.path, "state");
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^hardware is open/);
  writeFileSync(join(state, "notes.txt"), "mine");
  await until("the agent can be asked", () => existsSync(join(state, "control.sock")));
  const log = openSync(join(state, "control.db-wal"), "r");
  assert.match(contentOf(log), /"version":/);
  const wiped = await run(["wipe", "--yes", "--config", file]);
  assert.equal(wiped.code, 1, "the homeserver could not be asked");
  assert.doesNotMatch(contentOf(log), /"version":/, "closing a store removes its log only from sight");
  closeSync(log);
  assert.equal(await agent.ended, 77);
  assert.match(wiped.text, /^the agent stops; its outputs go to their safe values\n/);
  assert.match(wiped.text, /erased control\.db \(\d+ bytes overwritten\)/);
  assert.match(wiped.text, /left notes\.txt: it is not of Roomwire/);
  assert.match(
    wiped.text,
    /nothing of Roomwire is left in .*\nnot touched: the configuration, and the account's password/,
  );
  assert.deepEqual(readdirSync(state), ["notes.txt"]);
  assert.match(agent.text(), /"code":"wiped"/);
  assert.ok(
    agent.lines.findIndex(({ message }) => message === "stopping") <
      agent.lines.findIndex(({ message }) => message.startsWith("erased ")),
    "everything is closed before it is erased",
  );
});

test("the agent does not wipe without the word", async () => {
  using directory = temporaryDirectory();
  const file = writeConfiguration(directory.path, settings);
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^hardware is open/);
  const asked = await run(["wipe", "--config", file]);
  assert.equal(asked.code, 2);
  assert.match(asked.text, /Nothing was wiped/);
  assert.ok(existsSync(join(directory.path, "state/control.db")));
  assert.equal((await agent.stop()).code, 0);
});

test("without an agent the command erases the files, also after a crash", async () => {
  using directory = temporaryDirectory();
  const file = writeConfiguration(directory.path, settings);
  const state = join(directory.path, "state");
  mkdirSync(state, { mode: 0o700 });
  plantCanaries(state);
  const { code, text } = await run(["wipe", "--yes", "--config", file]);
  assert.equal(code, 1, "the homeserver could not be asked");
  assert.match(text, /NOT LOGGED OUT: .*Where device DEVICE of @box:x exists/);
  assert.deepEqual(readdirSync(state), []);
  assert.ok(!text.includes(canary));
});

test("an agent that cannot be asked but holds its stores is not wiped under its feet", async () => {
  using directory = temporaryDirectory();
  const file = writeConfiguration(directory.path, settings);
  await using agent = startRoomwire(["run", "--config", file], {
    env: { RUNTIME_DIRECTORY: join(directory.path, "elsewhere") },
  });
  await agent.said(/^hardware is open/);
  const { code, text } = await run(["wipe", "--yes", "--config", file]);
  assert.equal(code, 75);
  assert.match(text, /in use by another process/);
  assert.ok(
    existsSync(join(directory.path, "state/store.key")) || existsSync(join(directory.path, "state/control.db")),
  );
});
