import assert from "node:assert/strict";
import { test } from "node:test";
import { iioSource } from "../../../src/drivers/kernel/iio-source.ts";
import { fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { answerOf, askKernel } from "./ask-kernel.ts";

test("a processed value is taken as it is, a raw one becomes (raw + offset) × scale, to the last digit", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("iio", "platform/soc/i2c-1/1-0076/iio:device1", {
    name: "bmp280\n",
    in_temp_input: "25080\n",
    in_pressure_input: "100.653125000\n",
  });
  sysfs.plug("iio", "platform/soc/i2c-1/1-0040/iio:device0", {
    name: "si7020\n",
    in_temp_raw: "6733\n",
    in_temp_offset: "-4368\n",
    in_temp_scale: "10.725708008\n",
    in_humidityrelative_raw: "2500\n",
    in_humidityrelative_offset: "-786\n",
    in_humidityrelative_scale: "7.629394531\n",
  });
  const ask = askKernel(sysfs);
  assert.equal(await answerOf(iioSource({ sensor: "bmp280", channel: "temp" }), ask), "25.080");
  assert.equal(await answerOf(iioSource({ sensor: "bmp280", channel: "pressure" }), ask), "100.653125000");
  // (6733 - 4368) × 10.725708008 / 1000
  assert.equal(await answerOf(iioSource({ sensor: "si7020", channel: "temp" }), ask), "25.366299438920");
  assert.equal(await answerOf(iioSource({ sensor: "si7020", channel: "humidityrelative" }), ask), "13.076782226134");
});

test("channels share a scale, have labels, and a range that is switched counts at once", async () => {
  using sysfs = fakeSysfs();
  const place = "platform/soc/i2c-1/1-0048/iio:device3";
  sysfs.plug("iio", place, {
    name: "ads1015\n",
    in_voltage0_raw: "1000\n",
    in_voltage0_label: "battery\n",
    in_voltage1_raw: "7\n",
    in_voltage1_scale: "3\n",
    in_voltage_scale: "2.000000000\n",
    "in_voltage0-voltage1_raw": "-5\n",
    "in_voltage-voltage_scale": "0.5\n",
    in_intensity_both_raw: "212\n",
  });
  const ask = askKernel(sysfs);
  const battery = iioSource({ sensor: "ads1015", channel: "battery" });
  assert.equal(await answerOf(battery, ask), "2.000000000000");
  sysfs.say(place, "in_voltage_scale", "4\n");
  assert.equal(await answerOf(battery, ask), "4.000");
  assert.equal(await answerOf(iioSource({ sensor: "ads1015", channel: "voltage1" }), ask), "0.021");
  assert.equal(await answerOf(iioSource({ sensor: "ads1015", channel: "voltage0-voltage1" }), ask), "-0.0025");
  assert.equal(await answerOf(iioSource({ sensor: "ads1015", channel: "intensity_both" }), ask), "212");
  assert.equal(
    await answerOf(iioSource({ sensor: "ads1015", channel: "temp" }), ask),
    "unavailable no-such-sensor: ads1015 at 1-0048 has no temp; it has intensity_both, voltage0-voltage1, voltage0, voltage1",
  );
  sysfs.say(place, "in_voltage_scale", "1.5 dB\n");
  assert.equal(await answerOf(battery, ask), 'fault not-a-value: "1.5 dB" is no number');
});
