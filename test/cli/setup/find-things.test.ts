import assert from "node:assert/strict";
import { test } from "node:test";
import { configurationText } from "../../../src/cli/setup/configuration-text.ts";
import { draftConfiguration } from "../../../src/cli/setup/draft-configuration.ts";
import { findThings } from "../../../src/cli/setup/find-things.ts";
import { asUserId } from "../../../src/core/ids.ts";
import { systemClock } from "../../../src/machine/clock.ts";
import { machine } from "../../../src/machine/machine.ts";
import { heardTree } from "../../discovery/heard-tree.ts";
import { mosquittoPath, startMosquitto } from "../../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../../drivers/rigs/mqtt-far-side.ts";
import { type FakeSysfs, fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;
const nobody = "mqtt://127.0.0.1:1";

/** The configuration that setup would write on such a machine, checked. */
async function found(sysfs: FakeSysfs, broker: string, ...ports: readonly string[]) {
  using directory = temporaryDirectory();
  const clock = systemClock("trusted");
  const parts = {
    machine: machine(clock, undefined, sysfs.root),
    clock,
    ports: ports.map((path) => ({ path })),
    broker,
  };
  const things = await findThings(parts);
  const settings = {
    homeserver: "https://hs",
    user: asUserId("@a:hs"),
    name: "Box",
    rooms: { room: undefined, dataRoom: undefined },
    operators: [{ user: asUserId("@ana:hs"), masterKey: undefined }],
    stateDirectory: directory.path,
    timeZone: "Europe/Berlin",
    found: things,
  };
  const text = configurationText(settings);
  return { ...things, text, ...draftConfiguration(`${directory.path}/roomwire.yaml`, text).configuration };
}

test("without hardware there is a Thing to try it out with", async () => {
  using sysfs = fakeSysfs();
  const { things, what } = await found(sysfs, nobody);
  assert.deepEqual(
    things.map(({ id }) => id),
    ["trial"],
  );
  assert.match(what.join("\n"), /made up/);
});

test("the kernel's sensors become one Thing that is only read, each once, with unit and binding", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("thermal", "virtual/thermal/thermal_zone0", { type: "cpu-thermal\n", temp: "50000\n" });
  sysfs.plug("hwmon", "virtual/thermal/thermal_zone0/hwmon0", { name: "cpu_thermal\n", temp1_input: "50000\n" });
  for (const [place, at] of ["1-0048", "1-0049"].entries()) {
    sysfs.plug("hwmon", `i2c/${at}/hwmon/hwmon${place + 1}`, {
      name: "lm75\n",
      temp1_input: "21500\n",
      temp1_alarm: "0\n",
      pwm1_input: "1\n",
    });
  }
  sysfs.plug("w1", "w1_bus_master1/28-0316a2795bff", { name: "28-0316a2795bff\n", w1_slave: "" });
  const { things, connections, text } = await found(sysfs, nobody, "/dev/serial/by-id/usb-FTDI-if00-port0");
  const [board, ...more] = things;
  assert.deepEqual([more.length, connections.map(({ type }) => type)], [0, ["kernel"]]);
  assert.deepEqual(
    board?.properties.map(({ name, unit, to }) => [name, unit, to]),
    [
      ["lm75_temp1", "Cel", undefined],
      ["lm75_temp1_2", "Cel", undefined],
      ["probe", "Cel", undefined],
      ["cpu_thermal", "Cel", undefined],
    ],
  );
  assert.match(text, /device: 1-0048.*\n.*device: 1-0049/);
  assert.match(
    text,
    /^ {2}# line: \{ type: serial, path: "\/dev\/serial\/by-id\/usb-FTDI-if00-port0", baud_rate: 9600 \}/m,
  );
});

test("what says at the machine's broker what it is can be read, and is named; a broker without any is a connection", {
  skip,
}, async () => {
  using sysfs = fakeSysfs();
  await using mosquitto = await startMosquitto();
  const empty = await found(sysfs, mosquitto.url);
  assert.deepEqual(
    [empty.things.map(({ id }) => id), empty.connections.map(({ type }) => type)],
    [["trial"], ["mqtt", "simulated"]],
  );
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  for (const [topic, payload] of heardTree("zigbee2mqtt")) await farSide.publish(topic, payload, true);
  const { things, connections, text, what } = await found(sysfs, mosquitto.url);
  assert.deepEqual([things.length, connections[0]?.settings.adopt], [0, ["zigbee2mqtt"]]);
  assert.match(what.join("\n"), /^\d+ devices at mqtt:\S+ can be read \(zigbee2mqtt\)/);
  assert.match(text, /^ {2}# {3}\S/m);
});
