import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { startRoomwire, writeConfiguration } from "./agent-process.ts";

test("what Node compiled is on the disk before the homeserver answers, so that a start after a kill or a power cut finds it", async () => {
  using directory = temporaryDirectory();
  const cache = join(directory.path, "cache");
  const configuration = writeConfiguration(directory.path, {
    homeserver: "http://127.0.0.1:1",
    user: "@agent:hs",
    password: "a password",
  });
  await using agent = startRoomwire(["run", "--config", configuration], { env: { NODE_COMPILE_CACHE: cache } });
  await agent.said(/the homeserver does not answer/);
  await agent.kill();
  const compiled = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(compiled.length > 500, `${compiled.length} modules`);
});
