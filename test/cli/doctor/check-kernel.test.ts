import assert from "node:assert/strict";
import { test } from "node:test";
import { sensorLines } from "../../../src/cli/discover/sensor-lines.ts";
import { checkKernel } from "../../../src/cli/doctor/check-kernel.ts";
import { systemClock } from "../../../src/machine/clock.ts";
import { machine } from "../../../src/machine/machine.ts";
import { w1Text } from "../../drivers/rigs/kernel-rig.ts";
import { configurationOf } from "../../fakes/configuration-of.ts";
import { type FakeSysfs, fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

function plugAll(sysfs: FakeSysfs): void {
  sysfs.plug("hwmon", "platform/i2c-1/1-0048/hwmon/hwmon1", { name: "lm75\n", temp1_input: "25500\n" });
  sysfs.plug("hwmon", "w1_bus_master1/28-0316a2795bff/hwmon/hwmon2", { name: "w1_slave_temp\n", temp1_input: "1\n" });
  sysfs.plug("iio", "platform/i2c-1/1-0076/iio:device0", {
    name: "bmp280\n",
    in_temp_input: "1\n",
    in_pressure_input: "1\n",
  });
  sysfs.plug("w1", "w1_bus_master1/28-0316a2795bff", { w1_slave: w1Text(21_875) });
  sysfs.plug("power", "platform/pmic/power_supply/BAT0", { capacity: "91\n" });
}

async function look(properties: Readonly<Record<string, object>>) {
  using sysfs = fakeSysfs();
  using directory = temporaryDirectory();
  plugAll(sysfs);
  const { connections, things } = configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    connections: { board: { type: "kernel" } },
    things: { box: { connection: "board", properties } },
  });
  const clock = systemClock("trusted");
  const [connection] = connections;
  assert.ok(connection);
  return await checkKernel(connection, things, { machine: machine(clock, undefined, sysfs.root), clock });
}

test("doctor lists what sensors there are, and reads each that is configured once", async () => {
  const { level, text } = await look({
    air: { type: "number", from: { sensor: "lm75", channel: "temp1" } },
    pipe: { type: "number", from: { as: "w1", sensor: "28-0316a2795bff" } },
    rate: { type: "number", from: { as: "network", interface: "lo", figure: "rx_rate" } },
  });
  assert.equal(level, "FAIL");
  assert.match(
    text,
    /the kernel has hwmon lm75 at 1-0048 \(temp1\), iio bmp280 at 1-0076 \(pressure, temp\), w1 28-0316a2795bff, power BAT0;/,
  );
  assert.match(text, /box\/air says 25\.500; box\/pipe says 21\.875; box\/rate: there is no lo/);
});

test("doctor says which sensor is not there, and is content where all are", async () => {
  const missing = await look({ air: { type: "number", from: { sensor: "lm73", channel: "temp1" } } });
  assert.equal(missing.level, "FAIL");
  assert.match(missing.text, /box\/air: there is no lm73; there is lm75, w1_slave_temp$/);
  assert.equal((await look({ air: { type: "number", from: { sensor: "lm75", channel: "temp1" } } })).level, "ok");
});

test("discover gives the binding of each sensor", async () => {
  using sysfs = fakeSysfs();
  plugAll(sysfs);
  sysfs.plug("hwmon", "platform/i2c-1/1-0049/hwmon/hwmon3", { name: "lm75\n", temp1_input: "1\n" });
  const ways = machine(systemClock("trusted"), undefined, sysfs.root);
  assert.deepEqual(await sensorLines(ways, false), [
    "lm75 at 1-0048 (temp1): `from: { as: hwmon, sensor: lm75, device: 1-0048, channel: temp1 }` of a connection of type kernel",
    "lm75 at 1-0049 (temp1): `from: { as: hwmon, sensor: lm75, device: 1-0049, channel: temp1 }` of a connection of type kernel",
    "bmp280 at 1-0076 (pressure, temp): `from: { as: iio, sensor: bmp280, channel: pressure }` of a connection of type kernel",
    "28-0316a2795bff: `from: { as: w1, sensor: 28-0316a2795bff }` of a connection of type kernel",
    "BAT0: `from: { as: power, supply: BAT0, figure: capacity }` of a connection of type kernel",
  ]);
  const [first] = await sensorLines(ways, true);
  assert.deepEqual(JSON.parse(first ?? ""), { sensor: "lm75", as: "hwmon", device: "1-0048", channels: ["temp1"] });
});
