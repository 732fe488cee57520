import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "../fakes/until.ts";
import { i2cBus } from "./i2c-bus.ts";

/** The folder below `parent` of the device whose driver calls itself `name`. */
function device(parent: string, name: string): string {
  const found = readdirSync(parent)
    .map((entry) => join(parent, entry))
    .find((folder) => read(folder, "name") === name);
  assert.ok(found, `no ${name} in ${parent}`);
  return found;
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8").trim();
  } catch {
    return "";
  }
}

test("an lm75 gives the temperature that stands in its register, below zero too", async () => {
  using bus = i2cBus();
  bus.writeWord(0x48, 0x00, 0x1980);
  writeFileSync("/sys/bus/i2c/devices/i2c-0/new_device", "lm75 0x48");
  const folder = device("/sys/class/hwmon", "lm75");
  assert.equal(read(folder, "temp1_input"), "25500");
  bus.writeWord(0x48, 0x00, 0xf680);
  await until("the driver reads it anew", () => read(folder, "temp1_input") === "-9500");
});

test("a bmp280 gives the values of its datasheet's example", () => {
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
  writeFileSync("/sys/bus/i2c/devices/i2c-0/new_device", "bmp280 0x76");
  const folder = device("/sys/bus/iio/devices", "bmp280");
  assert.equal(read(folder, "in_temp_input"), "25080");
  assert.equal(Number(read(folder, "in_pressure_input")).toFixed(3), "100.653");
});
