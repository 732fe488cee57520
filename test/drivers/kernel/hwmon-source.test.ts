import assert from "node:assert/strict";
import { test } from "node:test";
import { hwmonSource } from "../../../src/drivers/kernel/hwmon-source.ts";
import { fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { answerOf, askKernel } from "./ask-kernel.ts";

const i2c = "platform/soc/3f804000.i2c/i2c-1";

test("a sensor is found by its name, whatever its number is, and found again under another one", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("hwmon", "virtual/thermal/thermal_zone0/hwmon0", { name: "cpu_thermal\n", temp1_input: "51540\n" });
  sysfs.plug("hwmon", `${i2c}/1-0048/hwmon/hwmon1`, { name: "lm75\n", temp1_input: "-9500\n", temp1_max: "80000\n" });
  const ask = askKernel(sysfs);
  const source = hwmonSource({ sensor: "lm75", channel: "temp1" });
  assert.equal(await answerOf(source, ask), "-9.500");
  assert.equal(await answerOf(hwmonSource({ sensor: "cpu_thermal", channel: "temp1" }), ask), "51.540");
  assert.equal(await answerOf(hwmonSource({ sensor: "lm75", channel: "temp1", attribute: "max" }), ask), "80.000");
  sysfs.unplug("hwmon", `${i2c}/1-0048/hwmon/hwmon1`);
  sysfs.plug("hwmon", `${i2c}/1-0049/hwmon/hwmon1`, { name: "tmp102\n", temp1_input: "1000\n" });
  assert.match(await answerOf(source, ask), /^unavailable connection-down: lm75 at 1-0048 is gone$/);
  assert.match(await answerOf(source, ask), /^unavailable connection-down: lm75 is gone$/);
  sysfs.plug("hwmon", `${i2c}/1-0048/hwmon/hwmon7`, { name: "lm75\n", temp1_input: "500\n" });
  assert.equal(await answerOf(source, ask), "0.500");
});

test("of two that are called alike each is named by where it hangs; neither is taken by chance", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("hwmon", `${i2c}/1-0048/hwmon/hwmon1`, { name: "lm75\n", temp1_input: "1000\n" });
  sysfs.plug("hwmon", `${i2c}/1-0049/hwmon/hwmon2`, { name: "lm75\n", temp1_input: "2000\n" });
  const ask = askKernel(sysfs);
  assert.equal(
    await answerOf(hwmonSource({ sensor: "lm75", channel: "temp1" }), ask),
    "unavailable no-such-sensor: 2 are called lm75; name one by `device`: 1-0048, 1-0049",
  );
  assert.equal(await answerOf(hwmonSource({ sensor: "lm75", device: "1-0049", channel: "temp1" }), ask), "2.000");
  const wholePlace = hwmonSource({ sensor: "lm75", device: `${i2c}/1-0048`, channel: "temp1" });
  assert.equal(await answerOf(wholePlace, ask), "1.000");
  assert.match(
    await answerOf(hwmonSource({ sensor: "lm75", device: "0048", channel: "temp1" }), ask),
    /^unavailable no-such-sensor: there is no lm75 at 0048/,
  );
});

test("a channel is found by its label, and what is not there is told with what is", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("hwmon", "platform/nct/hwmon/hwmon3", {
    name: "nct6775\n",
    label: "mainboard\n",
    temp1_input: "30000\n",
    temp1_label: "SYSTIN\n",
    temp2_input: "45500\n",
    temp2_label: "CPU die\n",
    fan1_input: "1234\n",
  });
  const ask = askKernel(sysfs);
  assert.equal(await answerOf(hwmonSource({ sensor: "mainboard", channel: "CPU die" }), ask), "45.500");
  assert.equal(await answerOf(hwmonSource({ sensor: "nct6775", channel: "fan1" }), ask), "1234");
  assert.equal(
    await answerOf(hwmonSource({ sensor: "nct6775", channel: "temp9" }), ask),
    "unavailable no-such-sensor: nct6775 at nct has no temp9_input; it has fan1, temp1, temp2",
  );
  assert.match(
    await answerOf(hwmonSource({ sensor: "nct6775", channel: "GPU" }), ask),
    /^unavailable no-such-sensor: nct6775 at nct has no channel labelled GPU; it has fan1/,
  );
  assert.equal(
    await answerOf(hwmonSource({ sensor: "lm75", channel: "temp1" }), ask),
    "unavailable no-such-sensor: there is no lm75; there is nct6775",
  );
});

test("micro, milli and plain units, flags, and a chip that says that its probe is broken", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("hwmon", `${i2c}/1-0040/hwmon/hwmon0`, {
    name: "ina219\n",
    in1_input: "12032\n",
    curr1_input: "-250\n",
    power1_input: "3000000\n",
    in0_lcrit_alarm: "1\n",
    humidity1_input: "61234\n",
    temp1_input: "-128000\n",
    temp1_fault: "1\n",
    temp2_input: "-300000\n",
    temp3_input: "\n",
  });
  const ask = askKernel(sysfs);
  const answer = (channel: string, attribute?: string): Promise<string> =>
    answerOf(hwmonSource({ sensor: "ina219", channel, attribute }), ask);
  assert.equal(await answer("in1"), "12.032");
  assert.equal(await answer("curr1"), "-0.250");
  assert.equal(await answer("power1"), "3.000000");
  assert.equal(await answer("humidity1"), "61.234");
  assert.equal(await answer("in0", "lcrit_alarm"), "1");
  assert.match(await answer("temp1"), /^fault source-fault: .* temp1 is broken/);
  assert.equal(await answer("temp1", "fault"), "1");
  assert.match(await answer("temp2"), /^fault not-measured: /);
  assert.equal(await answer("temp3"), 'fault not-a-value: "" is no number');
});
