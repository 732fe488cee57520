import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { fatalCodes } from "../../src/core/fatal-codes.ts";
import { aedesBroker } from "../drivers/rigs/aedes-rig.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentSettings, readingsStored, startRoomwire, writeConfiguration } from "./agent-process.ts";
import { closedPort, silentServer } from "./silent-server.ts";

/** Nothing listens there: what these tests are about ends the agent before, or does not need a homeserver. */
const nowhere = { homeserver: "http://127.0.0.1:9", user: "@agent:localhost", password: "a password" };

/** Runs the agent to its end, which must be one error line with code and remedy. */
async function failure(file: string): Promise<{ readonly exit: number | null; readonly line: string; code: string }> {
  await using agent = startRoomwire(["run", "--config", file]);
  const exit = await agent.ended;
  const errors = agent.lines.filter(({ level }) => level === "error");
  const last = errors.at(-1);
  assert.ok(last !== undefined, agent.text());
  return { exit, line: last.message, code: String(last.code) };
}

async function failureOf(directory: string, settings: AgentSettings): ReturnType<typeof failure> {
  return await failure(writeConfiguration(directory, settings));
}

describe("an agent that cannot start", { timeout: 60_000, concurrency: 2 }, () => {
  test("names a configuration that is not there", async () => {
    const { exit, line } = await failure("/nowhere/roomwire.yaml");
    assert.equal(exit, fatalCodes["bad-configuration"].exit);
    assert.match(line, /\/nowhere\/roomwire\.yaml.*`roomwire check`/);
  });

  test("names what is missing when there is neither a login nor a password file", async () => {
    using directory = temporaryDirectory();
    const { exit, line, code } = await failureOf(directory.path, { ...nowhere, password: undefined });
    assert.deepEqual([exit, code], [77, "no-credentials"]);
    assert.match(line, /matrix\.password_file/);
  });

  test("names the password file that is not there", async () => {
    using directory = temporaryDirectory();
    const settings = { ...nowhere, password: undefined, matrix: { password_file: "missing.password" } };
    await using agent = startRoomwire(["run", "--config", writeConfiguration(directory.path, settings)]);
    assert.equal(await agent.ended, 77);
    assert.match(agent.complaints()[0]?.message ?? "", /missing\.password is not there/);
  });

  test("names a ca_file that is not there, and one that holds no certificate", async () => {
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, "garbage.pem"), "no certificate\n");
    for (const name of ["missing.pem", "garbage.pem"]) {
      const { exit, line } = await failureOf(directory.path, { ...nowhere, matrix: { ca_file: name } });
      assert.equal(exit, 78);
      assert.match(line, new RegExp(`ca_file .*${name}.* certificates in PEM`));
    }
  });

  test("names a state directory in whose place a file stands", async () => {
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, "state"), "");
    const { exit, line, code } = await failureOf(directory.path, nowhere);
    assert.deepEqual([exit, code], [73, "state-directory"]);
    assert.match(line, /state cannot be used: .*\(0700\)/);
  });

  test("leaves a state directory alone that another agent uses", async () => {
    using directory = temporaryDirectory();
    const file = writeConfiguration(directory.path, nowhere);
    await using first = startRoomwire(["run", "--config", file]);
    await first.said(/hardware is open/);
    const { exit, line, code } = await failure(file);
    assert.deepEqual([exit, code], [75, "store-locked"]);
    assert.match(line, /control\.db is in use by another process\. Stop the other agent first/);
    assert.deepEqual((await first.stop()).code, 0);
  });

  test("leaves a store alone that a newer Roomwire wrote", async () => {
    using directory = temporaryDirectory();
    const file = writeConfiguration(directory.path, nowhere);
    mkdirSync(join(directory.path, "state"), { mode: 0o700 });
    const database = new DatabaseSync(join(directory.path, "state", "control.db"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    const { exit, line, code } = await failure(file);
    assert.deepEqual([exit, code], [76, "store-newer"]);
    assert.match(line, /control\.db has schema version 99.*Install that version or newer/);
  });

  test("names a damaged key store and the way to a new login, and keeps the readings", async () => {
    using directory = temporaryDirectory();
    const file = writeConfiguration(directory.path, nowhere);
    const state = join(directory.path, "state");
    mkdirSync(state, { mode: 0o700 });
    writeFileSync(join(state, "crypto.db"), "garbage".repeat(1000), { mode: 0o600 });
    const { exit, line, code } = await failure(file);
    assert.deepEqual([exit, code], [74, "store-corrupt"]);
    assert.match(line, /crypto\.db is damaged.*Move .*crypto\.db.*log in anew/);
    assert.ok(existsSync(join(state, "readings.db")));
    assert.ok(readdirSync(state).includes("crypto.db"));
  });
});

describe("an agent whose homeserver does not answer", { timeout: 60_000 }, () => {
  test("logs readings, and ends within 5 s of SIGTERM with its outputs safe", async () => {
    using directory = temporaryDirectory();
    await using server = await silentServer();
    const homeserver = `http://127.0.0.1:${server.port}`;
    await using agent = startRoomwire([
      "run",
      "--config",
      writeConfiguration(directory.path, { ...nowhere, homeserver }),
    ]);
    await agent.said(/hardware is open/);
    await until("readings are stored", () => readingsStored(directory.path) > 3);
    const { code, ms } = await agent.stop();
    assert.equal(code, 0);
    assert.ok(ms < 5000, `${ms} ms`);
    await agent.said(/box\/lamp: set to its safe value \(stop\)/);
    await agent.said(/^stopped/);
  });

  test("ends within 5 s of SIGTERM though a broker hangs too", async () => {
    using directory = temporaryDirectory();
    await using server = await silentServer();
    const connections = { broker: { type: "mqtt", url: `mqtt://127.0.0.1:${server.port}` } };
    const pump = { type: "boolean", from: { topic: "pump" }, to: { topic: "pump/set", safe_value: false } };
    const things = { box: { connection: "broker", properties: { pump } } };
    const homeserver = `http://127.0.0.1:${server.port}`;
    const file = writeConfiguration(directory.path, { ...nowhere, homeserver, connections, things });
    await using agent = startRoomwire(["run", "--config", file]);
    await agent.said(/hardware is open/);
    const { code, ms } = await agent.stop();
    assert.equal(code, 0);
    assert.ok(ms < 5000, `${ms} ms`);
    assert.equal(agent.complaints(/box\/pump: not set to its safe value \(stop\)/).length, 1);
  });

  test("ends within 5 s of SIGTERM though a broker acknowledges nothing any more", async () => {
    using directory = temporaryDirectory();
    await using server = await silentServer();
    await using rig = await aedesBroker();
    const connections = { broker: { type: "mqtt", url: rig.url } };
    const pump = { type: "boolean", from: { topic: "pump" }, to: { topic: "pump/set", safe_value: false } };
    const things = { box: { connection: "broker", properties: { pump } } };
    const homeserver = `http://127.0.0.1:${server.port}`;
    const file = writeConfiguration(directory.path, { ...nowhere, homeserver, connections, things });
    await using agent = startRoomwire(["run", "--config", file]);
    await agent.said(/box\/pump: set to its safe value \(start\)/);
    rig.stall();
    const { code, ms } = await agent.stop();
    assert.equal(code, 0);
    assert.ok(ms > 1500 && ms < 5000, `${ms} ms`);
    assert.match(agent.complaints(/\(stop\)/)[0]?.message ?? "", /not set to its safe value \(stop\) yet: No answer/);
  });

  test("says once that it waits, in one line", async () => {
    using directory = temporaryDirectory();
    const homeserver = `http://127.0.0.1:${await closedPort()}`;
    const file = writeConfiguration(directory.path, { ...nowhere, homeserver });
    await using agent = startRoomwire(["run", "--config", file]);
    const { message } = await agent.said(/the homeserver does not answer, the agent waits for it/);
    assert.match(message, /ECONNREFUSED/);
    await until("readings are stored", () => readingsStored(directory.path) > 12);
    assert.equal(agent.complaints(/homeserver/).length, 1);
    await agent.stop();
  });
});
