import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import { kernelDrivers } from "../../src/drivers/kernel-drivers.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { until } from "../fakes/until.ts";
import { i2cBus } from "./i2c-bus.ts";

/** What the driver says of a sensor of this machine, read ten times a second. */
function listen(as: string, settings: Readonly<Record<string, unknown>>) {
  const clock = systemClock("trusted");
  const heard: string[] = [];
  const driver = kernelDrivers.find((candidate) => candidate.as === as) ?? assert.fail(as);
  const emit = (sample: Sample): void =>
    void heard.push(sample.kind === "value" ? wireText(sample.wire) : `${sample.fault}: ${sample.detail}`);
  const context = { name: "board", machine: machine(clock), clock, readSecret: () => "", emit };
  const connection = driver.open({}, context);
  const path = affordancePath(asThingId("box"), "value");
  connection.listen({ path, type: "number", settings: { ...settings, poll: "100ms" } });
  return { heard, [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]() };
}

/** Makes the kernel take a driver for a chip of i2c-stub, or let it go. */
function bind(what: "new_device" | "delete_device", text: string): void {
  writeFileSync(`/sys/bus/i2c/devices/i2c-0/${what}`, text);
}

test("an lm75 gives the temperature that stands in its register, below zero too; taken away it is told so, and is found again", async () => {
  using bus = i2cBus();
  bus.writeWord(0x48, 0x00, 0x1980);
  await using lm75 = listen("hwmon", { sensor: "lm75", channel: "temp1" });
  await until("it is told that there is none", () => lm75.heard.some((text) => text.startsWith("no-such-sensor: ")));
  bind("new_device", "lm75 0x48");
  await until("its value is heard", () => lm75.heard.includes("25.500"));
  bus.writeWord(0x48, 0x00, 0xf680);
  await until("the driver reads it anew", () => lm75.heard.at(-1) === "-9.500");
  bind("delete_device", "0x48");
  await until("it is told that it is gone", () => lm75.heard.at(-1) === "connection-down: lm75 at 0-0048 is gone");
  bind("new_device", "lm75 0x48");
  await until("it is back", () => lm75.heard.at(-1) === "-9.500");
});

test("a bmp280 gives the values of its datasheet's example", async () => {
  using bus = i2cBus();
  // Bosch BST-BMP280-DS001, section 3.12: the calibration and the raw values of the example.
  const calibration = [27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];
  for (const [place, value] of calibration.entries()) {
    const bits = value & 0xffff;
    bus.writeByte(0x76, 0x88 + 2 * place, bits & 0xff);
    bus.writeByte(0x76, 0x89 + 2 * place, bits >> 8);
  }
  const raw = (register: number, value: number): void => {
    bus.writeByte(0x76, register, (value >> 12) & 0xff);
    bus.writeByte(0x76, register + 1, (value >> 4) & 0xff);
    bus.writeByte(0x76, register + 2, (value << 4) & 0xff);
  };
  bus.writeByte(0x76, 0xd0, 0x58);
  raw(0xfa, 519_888);
  raw(0xf7, 415_148);
  bind("new_device", "bmp280 0x76");
  await using temperature = listen("iio", { sensor: "bmp280", channel: "temp" });
  await using pressure = listen("iio", { sensor: "bmp280", device: "0-0076", channel: "pressure" });
  await until("both are heard", () => temperature.heard.length > 0 && pressure.heard.length > 0);
  assert.equal(temperature.heard[0], "25.080");
  assert.equal(Number(pressure.heard[0]).toFixed(3), "100.653");
});

test("the machine's own load, memory, root and loopback are there", async () => {
  const wanted = [
    listen("system", { figure: "load_1m" }),
    listen("system", { figure: "memory_available" }),
    listen("system", { figure: "uptime" }),
    listen("disk", { mount: "/", figure: "used_percent" }),
    listen("network", { interface: "lo", figure: "operstate" }),
  ];
  await until("all are heard", () => wanted.every(({ heard }) => heard.length > 0));
  for (const figure of wanted) await figure[Symbol.asyncDispose]();
  assert.deepEqual(
    wanted.filter(({ heard }) => heard[0]?.includes(": ")).map(({ heard }) => heard[0]),
    [],
  );
});
