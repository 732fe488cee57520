import assert from "node:assert/strict";
import { test } from "node:test";
import { fatalCodes } from "../../src/core/fatal-codes.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { readingsStored, startRoomwire, writeConfiguration } from "./agent-process.ts";
import { closedPort } from "./silent-server.ts";

test("status tells how the running agent is, also while the homeserver is away; without one it says so", {
  timeout: 60_000,
}, async () => {
  using directory = temporaryDirectory();
  const homeserver = `http://127.0.0.1:${await closedPort()}`;
  const file = writeConfiguration(directory.path, { homeserver, user: "@agent:localhost", password: "a password" });
  const ask = async (...words: string[]): Promise<{ exit: number | null; text: string }> => {
    await using asking = startRoomwire(["status", "--config", file, ...words]);
    const exit = await asking.ended;
    return { exit, text: asking.text() };
  };
  assert.equal((await ask()).exit, fatalCodes["agent-out-of-reach"].exit);
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^hardware is open/);
  await until("something was recorded", () => readingsStored(directory.path) > 3);
  const lines = (await ask()).text;
  assert.match(lines, /^homeserver +not heard since the start, no event taken since the start$/m);
  assert.match(lines, /^waiting +\d+ readings, .*, the oldest from 20/m);
  assert.match(lines, /^sent +0 events a minute; at most 12 as learnt, 10 at once$/m);
  assert.match(lines, /^storage .* of 256 MiB, \d+ % of it waiting/m);
  const { exit, text } = await ask("--json");
  const report = JSON.parse(text);
  assert.equal(exit, 0);
  assert.ok(report.waiting.readings > 3 && report.kept.quota === 2 ** 28);
  assert.deepEqual([report.link, report.last_sent_at, report.clock], ["opening", null, "trusted"]);
});
