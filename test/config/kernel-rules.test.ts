import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelObjections, w1Objections } from "../../src/drivers/kernel-objections.ts";

const said = (settings: Readonly<Record<string, unknown>>): readonly string[] =>
  w1Objections.from(settings).map(({ keys, message }) => `${keys.join(".")}: ${message.slice(0, 24)}`);

test("names with numbers that move are refused, and so is what is not read as it should be", () => {
  const messages = (settings: Readonly<Record<string, unknown>>): string =>
    kernelObjections
      .from(settings)
      .map(({ message }) => message)
      .join();
  assert.match(messages({ sensor: "hwmon2" }), /is another sensor after the next start/);
  assert.match(messages({ sensor: "iio:device0" }), /is another sensor after the next start/);
  assert.match(messages({ sensor: "w1_slave_temp" }), /say `as: w1` and its id/);
  assert.match(messages({ sensor: "lm75", device: "platform/x/hwmon/hwmon2" }), /ends with a number that moves/);
  assert.equal(messages({ sensor: "lm75", device: "1-0048", poll: "100ms" }), "");
  assert.match(messages({ sensor: "lm75", poll: "99ms" }), /at least 100ms/);
});

test("a 1-wire sensor is named as the kernel names it", () => {
  assert.deepEqual(said({ sensor: "28-0316a2795bff" }), []);
  for (const sensor of ["28-0316A2795BFF", "28.0316A2795BFF", "1d-0316a2795bff", "28"]) {
    assert.deepEqual(said({ sensor }), ["sensor: should be the id of a te"]);
  }
});

test("a read may take a minute, not longer and not no time", () => {
  const messages = (timeout: string): number => kernelObjections.connection({ timeout }).length;
  assert.deepEqual(["1m", "5s", "61s", "0s"].map(messages), [0, 0, 1, 1]);
});
