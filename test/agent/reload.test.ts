import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { systemClock } from "../../src/machine/clock.ts";
import { serveSimulatedHardware } from "../../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { openSimulationControl } from "../../src/machine/simulation-control.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentSettings, readingsStored, startRoomwire, writeConfiguration } from "./agent-process.ts";

const output = (line: string) => ({
  type: "boolean",
  from: { line },
  to: { line, safe_value: false },
  limits: { max_on: "10m" },
});
const wave = {
  type: "number",
  from: { wave: "sine", every: "50ms" },
  report: { at_most_every: "50ms" },
};

/** An agent whose homeserver is away, on hardware that notes every edge; the lines are switched on behind its back. */
async function scene(directory: string, change: Partial<AgentSettings> = {}) {
  const stack = new AsyncDisposableStack();
  const socket = join(directory, "hardware");
  stack.use(await serveSimulatedHardware(simulatedHardware(systemClock("trusted")), socket));
  const hand = stack.use(await openSimulationControl(socket));
  const settings = (properties: object, more: Partial<AgentSettings> = {}): AgentSettings => ({
    homeserver: "http://127.0.0.1:1",
    user: "@agent:localhost",
    password: "a password",
    connections: { trial: { type: "simulated", socket } },
    things: { box: { connection: "trial", properties } },
    ...change,
    ...more,
  });
  const file = writeConfiguration(directory, settings({ lamp: output("lamp"), fan: output("fan"), wave }));
  const agent = stack.use(startRoomwire(["run", "--config", file]));
  await agent.said(/hardware is open/);
  for (const path of ["box/lamp", "box/fan"]) await agent.said(new RegExp(`${path}: set to its safe value \\(start`));
  const begun = (await hand.edges()).length;
  await hand.write("lamp", "true");
  await hand.write("fan", "true");
  const rewrite = (properties: object, more: Partial<AgentSettings> = {}) =>
    writeConfiguration(directory, settings(properties, more));
  const reload = async (...flags: readonly string[]) => {
    await using asked = startRoomwire(["reload", "--config", file, ...flags]);
    const code = await asked.ended;
    return { code, text: asked.text() };
  };
  const edges = async () => (await hand.edges()).slice(begun).map(({ line, level }) => `${line} ${level}`);
  return { file, agent, hand, rewrite, reload, edges, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("roomwire reload", { timeout: 60_000 }, () => {
  test("takes what differs: a changed output goes safe first, an untouched one sees no edge, readings go on", async () => {
    using directory = temporaryDirectory();
    await using on = await scene(directory.path);
    on.rewrite({
      lamp: output("lamp"),
      fan: { ...output("fan"), limits: { max_on: "5m" } },
      wave,
      horn: output("horn"),
    });
    const { code, text } = await on.reload();
    assert.equal(code, 0);
    assert.match(text, /^~ things\.box\.properties\.fan: limits\n\+ things\.box\.properties\.horn\nreloaded$/m);
    assert.deepEqual(await on.edges(), ["lamp true", "fan true", "fan false", "horn false"]);
    const stored = readingsStored(directory.path);
    await until("readings go on", () => readingsStored(directory.path) > stored + 3);
    assert.equal((await on.agent.stop()).code, 0);
    assert.deepEqual((await on.edges()).slice(4), ["lamp false"]);
  });

  test("sets an output safe that is gone, and leaves its line alone from then on", async () => {
    using directory = temporaryDirectory();
    await using on = await scene(directory.path);
    on.rewrite({ lamp: output("lamp"), wave });
    assert.equal((await on.reload()).code, 0);
    assert.deepEqual(await on.edges(), ["lamp true", "fan true", "fan false"]);
    await on.hand.write("fan", "true");
    await on.agent.stop();
    assert.deepEqual((await on.edges()).slice(3), ["fan true", "lamp false"]);
  });

  test("does the same at SIGHUP, and says so in the log", async () => {
    using directory = temporaryDirectory();
    await using on = await scene(directory.path);
    on.rewrite({ lamp: output("lamp"), wave });
    on.agent.signal("SIGHUP");
    const line = await on.agent.said(/the configuration was reloaded/);
    assert.deepEqual(line.changes, ["- things.box.properties.fan"]);
  });

  test("says that nothing changed", async () => {
    using directory = temporaryDirectory();
    await using on = await scene(directory.path);
    assert.deepEqual(await on.reload("--json"), { code: 0, text: '{"kind":"same"}\n' });
  });

  for (const [what, break_, told] of [
    ["a wrong file", (file: string) => writeFileSync(file, "matrix: [1, 2"), /roomwire\.yaml:\d+:\d+/],
    ["another account", undefined, /matrix\.user changed: only a restart takes that/],
    ["a connection whose password file is missing", undefined, /nowhere\.password is not there/],
  ] as const) {
    test(`changes nothing for ${what}`, async () => {
      using directory = temporaryDirectory();
      await using on = await scene(directory.path);
      const properties = { lamp: output("elsewhere") };
      if (break_ !== undefined) break_(on.file);
      else if (what === "another account") on.rewrite(properties, { user: "@other:localhost" });
      else {
        const broker = { type: "mqtt", url: "mqtt://127.0.0.1:1", username: "u", password_file: "nowhere.password" };
        const here = { connection: "broker", topic: "t" };
        const secret = { type: "boolean", from: here };
        const connections = { trial: { type: "simulated" }, broker };
        on.rewrite({ ...properties, secret }, { connections });
      }
      const { code, text } = await on.reload();
      assert.ok(code === 1 || code === 78, text);
      assert.match(text, told);
      assert.deepEqual(await on.edges(), ["lamp true", "fan true"]);
      const stored = readingsStored(directory.path);
      await until("readings go on", () => readingsStored(directory.path) > stored + 3);
    });
  }

  test("says so where no agent runs", async () => {
    using directory = temporaryDirectory();
    const file = writeConfiguration(directory.path, { homeserver: "http://127.0.0.1:1", user: "@agent:localhost" });
    await using asked = startRoomwire(["reload", "--config", file]);
    assert.notEqual(await asked.ended, 0);
    assert.match(asked.text(), /No agent runs/);
  });
});
