import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { adoptedFile } from "../../src/store/adopted-file.ts";
import { keptDevices } from "../../src/wiring/adoption/kept-devices.ts";
import { heardTree } from "../discovery/heard-tree.ts";
import { mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentSettings, readingsStored, startRoomwire, writeConfiguration } from "./agent-process.ts";

const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;

test("devices at a real broker become Things of a running agent, which records what they say, and are there again when the broker is away", {
  skip,
  timeout: 60_000,
}, async () => {
  using directory = temporaryDirectory();
  const url = await firstLife(directory.path);
  // Nobody wrote anything into the configuration.
  const life = async (adopt: readonly string[]) => {
    await using agent = startRoomwire(["run", "--config", writeConfiguration(directory.path, settings(url, adopt))]);
    const { things } = await agent.said(/hardware is open/);
    assert.equal((await agent.stop()).code, 0);
    return things;
  };
  assert.equal(await life(["zigbee2mqtt"]), 4);
  const file = join(directory.path, "roomwire.yaml");
  assert.deepEqual(await forget(file, "remote"), [
    0,
    "forgot remote; it comes back while its broker still has what it announced",
  ]);
  assert.equal(await life(["zigbee2mqtt"]), 3);
  assert.equal(await life(["tasmota"]), 0);
  writeConfiguration(directory.path, settings(url, ["tasmota"]));
  assert.deepEqual(await forget(file, "plug"), [
    1,
    "No adopted Thing has the id plug.\nKept of kinds that adopt does not name any more: bad_thermostat, hall_front_door, kitchen_plug",
  ]);
  assert.deepEqual(await forget(file, "kitchen_plug"), [0, "forgot kitchen_plug"]);
  assert.equal(await life([]), 0);
});

const settings = (url: string, adopt: readonly string[]): AgentSettings => ({
  homeserver: "http://127.0.0.1:1",
  user: "@agent:localhost",
  password: "a password",
  connections: { broker: { type: "mqtt", url, adopt } },
  things: {},
});

/** The exit code of `roomwire forget`, and what it printed. */
async function forget(file: string, thing: string): Promise<readonly [number | null, string]> {
  await using roomwire = startRoomwire(["forget", thing, "--config", file]);
  return [await roomwire.ended, roomwire.text().trim()];
}

/** The first life, with the broker; its address. */
async function firstLife(directory: string): Promise<string> {
  await using mosquitto = await startMosquitto();
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  for (const [topic, payload] of heardTree("zigbee2mqtt")) await farSide.publish(topic, payload, true);
  const file = writeConfiguration(directory, settings(mosquitto.url, ["zigbee2mqtt"]));
  await using agent = startRoomwire(["run", "--config", file]);
  assert.equal((await agent.said(/hardware is open/)).things, 0);
  const { changes } = await agent.said(/the configuration was reloaded/);
  const lines = Array.isArray(changes) ? changes.filter((line) => /^. things\.\w+$/.test(line)).sort() : [];
  assert.deepEqual(
    lines,
    ["bad_thermostat", "bulb", "hall_front_door", "kitchen_plug", "remote"].map((id) => `+ things.${id}`),
  );
  const before = readingsStored(directory);
  await farSide.publish("zigbee2mqtt/kitchen/plug", '{"state":"ON","power":12.5}');
  await farSide.publish("zigbee2mqtt/Bulb", '{"state":"ON","brightness":12}');
  await until("what they say is recorded", () => readingsStored(directory) > before);
  assert.deepEqual(await forget(file, "plug"), [
    1,
    "No adopted Thing has the id plug.\nAdopted: bad_thermostat, bulb, hall_front_door, kitchen_plug, remote",
  ]);
  assert.equal((await forget(file, "bulb"))[0], 0);
  await until("the agent has let go of it", () => agent.lines.some((line) => String(line.changes) === "- things.bulb"));
  assert.equal((await agent.stop()).code, 0);
  assert.equal(keptDevices(adoptedFile(join(directory, "state"))).length, 4);
  return mosquitto.url;
}
