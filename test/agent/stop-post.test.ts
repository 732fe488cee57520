import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startHardware } from "../../src/cli/demo/start-hardware.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openSimulationControl } from "../../src/machine/simulation-control.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { writeConfiguration } from "./agent-process.ts";
import { superviseUnit, unitCommands } from "./unit-supervisor.ts";

describe("the unit's two command lines", { timeout: 90_000 }, () => {
  test("make safe what a killed agent left on, without a new agent", async (t) => {
    using directory = temporaryDirectory();
    await using hardware = await startHardware(directory.path, systemClock("trusted"));
    using hand = await openSimulationControl(hardware.socket);
    const configuration = writeConfiguration(directory.path, {
      homeserver: "http://127.0.0.1:1",
      user: "@agent:localhost",
      password: "a password",
      connections: { trial: { type: "simulated", socket: hardware.socket } },
    });
    await using unit = superviseUnit({ directory: directory.path, configuration, restart: false });
    await until("the agent has the output", () => unit.said(/box\/lamp: set to its safe value \(start\)/));
    await hand.write("lamp", "true");
    const killedAt = performance.now();
    unit.killAgent();
    await until("the script is done", () => unit.lines.some(({ what }) => what === "safe"));
    t.diagnostic(`safe ${((performance.now() - killedAt) / 1000).toFixed(2)} s after kill -9`);
    assert.deepEqual(
      unit.lines.map(({ what, number }) => [what, what === "started" ? "a process" : number]),
      [
        ["started", "a process"],
        ["ended", 137],
        ["safe", 0],
      ],
      unit.text(),
    );
    assert.deepEqual(
      (await hand.edges()).map(({ level }) => level),
      ["false", "true", "false"],
    );
  });

  test("differ from what the unit says only in where things are installed", () => {
    const { start, stopPost } = unitCommands("/its/configuration");
    assert.match(start, /^'\/.*' (--[\w=-]+ )+'\/.*\/src'\/main\.ts run --config '\/its\/configuration'$/);
    assert.match(stopPost, /^'\/.*' '\/.*\/src'\/main\.ts safe --config '\/its\/configuration'$/);
    assert.doesNotMatch(start + stopPost, /\/usr\/lib\/roomwire|\/etc\/roomwire/);
  });
});
