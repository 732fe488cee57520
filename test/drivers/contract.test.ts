import assert from "node:assert/strict";
import { test } from "node:test";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { driverContract } from "../contract/driver.ts";
import type { DriverRig } from "../contract/driver-rig.ts";
import { aedesRig } from "./rigs/aedes-rig.ts";
import { gpioButtonRig, gpioCounterRig, gpioFrequencyRig, gpioMotionRig } from "./rigs/gpio-form-rigs.ts";
import { gpioPwmRig } from "./rigs/gpio-pwm-rig.ts";
import { gpioRig } from "./rigs/gpio-rig.ts";
import { kernelRig } from "./rigs/kernel-rig.ts";
import { modbusRig } from "./rigs/modbus-rig.ts";
import { mosquittoPath, mosquittoRig } from "./rigs/mosquitto-rig.ts";
import { polledSerialRig } from "./rigs/polled-serial-rig.ts";
import { serialRig } from "./rigs/serial-rig.ts";
import { simulatedRig } from "./rigs/simulated-rig.ts";

const rigs: Record<string, readonly [name: string, make: () => Promise<DriverRig>][]> = {
  "simulated value": [["simulated lines behind a socket", simulatedRig]],
  "mqtt value": [
    ["MQTT at aedes", () => aedesRig()],
    ["MQTT at aedes, session kept", () => aedesRig(true)],
    ...(mosquittoPath === undefined
      ? []
      : [
          ["MQTT at Mosquitto", () => mosquittoRig()] as const,
          ["MQTT at Mosquitto, session kept", () => mosquittoRig(true)] as const,
        ]),
  ] as [string, () => Promise<DriverRig>][],
  "serial value": [
    ["serial lines over a pseudo-terminal", () => serialRig()],
    ["serial lines that are asked for", polledSerialRig],
  ],
  "modbus register": [["Modbus TCP at modbus-serial's server", modbusRig]],
  "gpio level": [["lines of a GPIO chip in memory", gpioRig]],
  "gpio counter": [["a counter on a GPIO chip in memory", gpioCounterRig]],
  "gpio frequency": [["a frequency on a GPIO chip in memory", gpioFrequencyRig]],
  "gpio button": [["a button on a GPIO chip in memory", gpioButtonRig]],
  "gpio pwm": [["PWM in a sysfs tree of the test's own", gpioPwmRig]],
  "gpio motion": [["motion on a GPIO chip in memory", gpioMotionRig]],
};

const kernelKinds = ["hwmon", "iio", "w1", "thermal", "power", "network", "disk", "system", "firmware"];
for (const as of kernelKinds) rigs[`kernel ${as}`] = [[`the kernel's files, ${as}`, () => kernelRig(as)]];

test("every driver of the table is under the contract", () => {
  assert.deepEqual(driverTable.map(({ type, as }) => `${type} ${as}`).sort(), Object.keys(rigs).sort());
});

for (const driver of driverTable) {
  for (const [name, make] of rigs[`${driver.type} ${driver.as}`] ?? []) driverContract(name, driver, make);
}

if (mosquittoPath === undefined) {
  test("MQTT at Mosquitto", { skip: "Mosquitto is not installed: apt-get install mosquitto" }, () => {});
}
