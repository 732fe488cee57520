import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import { kernelDrivers } from "../../src/drivers/kernel-drivers.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { machine } from "../../src/machine/machine.ts";
import { fakeSysfs } from "../fakes/fake-sysfs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";
import { w1Text } from "./rigs/kernel-rig.ts";

const path = (name: string) => affordancePath(asThingId("cellar"), name);

/** Drivers over one machine, and what they hand up. */
function bench(root: string, clock = new HandClock()) {
  const samples: Sample[] = [];
  const shared = machine(clock, undefined, root);
  const open = (as: string) => {
    const driver = kernelDrivers.find((candidate) => candidate.as === as);
    assert.ok(driver);
    const emit = (sample: Sample): void => void samples.push(sample);
    return driver.open({ timeout: "2s" }, { name: "board", machine: shared, clock, readSecret: () => "", emit });
  };
  const heard = (name: string): readonly string[] =>
    samples
      .filter((sample) => sample.path === path(name))
      .map((sample) => (sample.kind === "value" ? wireText(sample.wire) : `${sample.fault}: ${sample.detail}`));
  return { clock, open, heard };
}

test("a bus that hangs stalls no other, its own sensors are told of it, and come back when it does", async () => {
  using sysfs = fakeSysfs();
  const i2c = "platform/soc/3f804000.i2c/i2c-1";
  const stuck = `${i2c}/1-0048/hwmon/hwmon0`;
  sysfs.plug("hwmon", stuck, { name: "lm75\n", temp1_input: "" });
  sysfs.plug("hwmon", `${i2c}/1-0049/hwmon/hwmon1`, { name: "tmp102\n", temp1_input: "2000\n" });
  sysfs.plug("w1", "w1_bus_master1/28-0316a2795bff", { w1_slave: w1Text(21_875) });
  sysfs.proc("loadavg", "0.50 0.50 0.50 1/1 1\n");
  const hung = sysfs.hang(stuck, "temp1_input");
  const { clock, open, heard } = bench(sysfs.root);
  await using hwmon = open("hwmon");
  await using w1 = open("w1");
  await using system = open("system");
  hwmon.listen({ path: path("stuck"), type: "number", settings: { sensor: "lm75", channel: "temp1", poll: "1s" } });
  await until("the first read is under way", () => clock.advance(0).then(() => clock.waiting > 1));
  hwmon.listen({ path: path("beside"), type: "number", settings: { sensor: "tmp102", channel: "temp1", poll: "1s" } });
  w1.listen({ path: path("probe"), type: "number", settings: { sensor: "28-0316a2795bff", poll: "1s" } });
  system.listen({ path: path("load"), type: "number", settings: { figure: "load_1m", poll: "1s" } });
  await until(
    "the other buses go on",
    () => heard("probe").length > 2 && heard("load").length > 2 && heard("beside").length > 0,
    () => clock.advance(100),
  );
  assert.deepEqual(heard("stuck"), ["no-answer: lm75 at 1-0048: no answer in 2000 ms"]);
  assert.deepEqual(heard("beside"), ["no-answer: tmp102 at 1-0049: a read on i2c-1 hangs"]);
  assert.ok(heard("probe").every((text) => text === "21.875"));
  hung.letGo("25500\n");
  await until(
    "both are back",
    () => heard("stuck").includes("25.500") && heard("beside").includes("2.000"),
    () => clock.advance(1000),
  );
});

test("the same value for two properties is read once, and a refresh reads it at once", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("thermal", "virtual/thermal/thermal_zone0", { type: "cpu-thermal\n", temp: "50000\n" });
  const { clock, open, heard } = bench(sysfs.root);
  await using thermal = open("thermal");
  const settings = { sensor: "cpu-thermal", poll: "1h" };
  thermal.listen({ path: path("one"), type: "number", settings });
  thermal.listen({ path: path("two"), type: "number", settings });
  assert.equal(thermal.refresh?.(path("one")), false);
  await until(
    "both hear",
    () => heard("one").length === 1 && heard("two").length === 1,
    () => clock.advance(10),
  );
  sysfs.say("virtual/thermal/thermal_zone0", "temp", "51000\n");
  assert.equal(thermal.refresh?.(path("one")), true);
  await until("both hear anew", () => heard("one").length === 2 && heard("two").length === 2);
  assert.deepEqual(heard("two"), ["50.000", "51.000"]);
  assert.equal(thermal.refresh?.(path("three")), false);
});
