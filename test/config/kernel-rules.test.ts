import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { kernelObjections, w1Objections } from "../../src/drivers/kernel-objections.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

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

test("check tells what cannot be of the kernel's sensors, each at its place", () => {
  using directory = temporaryDirectory();
  const file = join(directory.path, "roomwire.yaml");
  const box = (property: string): string =>
    `box: { connection: board, properties: { p: { type: number, ${property} } } }`;
  const problems = (property: string): readonly string[] => {
    const matrix = 'matrix: { homeserver: "https://hs", user: "@agent:hs" }';
    writeFileSync(file, `${matrix}\nconnections: { board: { type: kernel } }\nthings: { ${box(property)} }\n`);
    const read = readConfiguration(file, {});
    return read.ok ? [] : read.problems.map(formatProblem);
  };
  assert.deepEqual(problems("from: { sensor: lm75, channel: temp1 }"), []);
  assert.match(problems("to: { sensor: lm75, safe_value: 0 }").join(), /kernel as hwmon cannot be written/);
  assert.match(problems("from: { sensor: lm75 }").join(), /from\.channel: is missing/);
  assert.match(problems("from: { as: w1, sensor: 28-AB }").join(), /from\.sensor: should be the id of a temperature/);
  assert.match(problems("from: { as: power, supply: BAT0, figure: color }").join(), /from\.figure: should be one of/);
});
