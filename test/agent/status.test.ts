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
  assert.match(lines, /^alerts +none$/m);
  assert.match(lines, /^waiting +\d+ readings, .*, the oldest from 20/m);
  assert.match(lines, /^sent +0 events a minute; at most 12 as learnt, 10 at once$/m);
  assert.match(lines, /^storage .* of 256 MiB, \d+ % of it waiting/m);
  const { exit, text } = await ask("--json");
  const report = JSON.parse(text);
  assert.equal(exit, 0);
  assert.ok(report.waiting.readings > 3 && report.kept.quota === 2 ** 28);
  assert.deepEqual([report.link, report.last_sent_at, report.clock], ["opening", null, "trusted"]);
});

test("status tells which alerts stand, since when, and of what is private not what", { timeout: 60_000 }, async () => {
  using directory = temporaryDirectory();
  const homeserver = `http://127.0.0.1:${await closedPort()}`;
  const warm = { type: "number", unit: "Cel", from: { wave: "constant", low: "30", high: "30", every: "100ms" } };
  const things = {
    box: {
      connection: "trial",
      properties: {
        inside: { ...warm, alerts: [{ above: 25, text: "Too warm" }] },
        secret: { ...warm, private: true, alerts: [{ above: 25, text: "Nobody may know" }] },
      },
    },
  };
  const user = "@agent:localhost";
  const file = writeConfiguration(directory.path, { homeserver, user, password: "a password", things });
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^alert: .*secret/);
  await agent.said(/^alert: .*Too warm/);
  await using asking = startRoomwire(["status", "--config", file]);
  assert.equal(await asking.ended, 0, asking.text());
  assert.match(asking.text(), /^alert +.*Too warm.*, since 20\d\d-/m);
  assert.match(asking.text(), /^alert +something private of box, since 20/m);
  assert.doesNotMatch(asking.text(), /Nobody may know|^alerts +none/m);
});
