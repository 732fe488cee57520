import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { systemClock } from "../../src/machine/clock.ts";
import { serveSimulatedHardware } from "../../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { openSimulationControl } from "../../src/machine/simulation-control.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { type AgentSettings, startRoomwire, writeConfiguration } from "./agent-process.ts";

const settingsFor = (socket: string): AgentSettings => ({
  homeserver: "http://127.0.0.1:1",
  user: "@agent:localhost",
  password: "a password",
  connections: { trial: { type: "simulated", socket } },
});

/** Writes each module that is loaded into a file. */
const recorder = (file: string): string => `
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
registerHooks({ load: (url, context, next) => { appendFileSync(${JSON.stringify(file)}, url + "\\n"); return next(url, context); } });
`;

describe("roomwire safe", { timeout: 60_000 }, () => {
  test("switches off what a killed agent left on, and loads nothing of Matrix for it", async () => {
    using directory = temporaryDirectory();
    const socket = join(directory.path, "hardware");
    const hardware = simulatedHardware(systemClock("trusted"));
    await using _server = await serveSimulatedHardware(hardware, socket);
    using hand = await openSimulationControl(socket);
    const file = writeConfiguration(directory.path, settingsFor(socket));
    await using agent = startRoomwire(["run", "--config", file]);
    await agent.said(/hardware is open/);
    await hand.write("lamp", "true");
    await agent.kill();
    assert.equal((await hand.edges()).at(-1)?.level, "true");

    const loaded = join(directory.path, "loaded");
    const hook = join(directory.path, "recorder.mjs");
    writeFileSync(hook, recorder(loaded));
    await using safe = startRoomwire(["safe", "--config", file], { flags: [`--import=${hook}`] });
    assert.equal(await safe.ended, 0);
    assert.match(safe.text(), /^box\/lamp: safe$/m);
    assert.equal((await hand.edges()).at(-1)?.level, "false");
    const modules = readFileSync(loaded, "utf8");
    assert.match(modules, /src\/cli\/safe\.ts/);
    assert.doesNotMatch(modules, /matrix-js-sdk|matrix-sdk-crypto|\/src\/matrix\/|\/src\/store\/open-database/);
  });

  test("ends with 1 and names the output that cannot be reached", async () => {
    using directory = temporaryDirectory();
    const file = writeConfiguration(directory.path, settingsFor(join(directory.path, "nobody")));
    await using safe = startRoomwire(["safe", "--config", file]);
    assert.equal(await safe.ended, 1);
    assert.match(safe.text(), /^box\/lamp: NOT SAFE: The connection of the output is down\.$/m);
  });

  test("ends with 78 where the configuration is wrong", async () => {
    await using safe = startRoomwire(["safe", "--config", "/nowhere/roomwire.yaml"]);
    assert.equal(await safe.ended, 78);
  });
});
