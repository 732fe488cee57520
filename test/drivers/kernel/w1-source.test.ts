import assert from "node:assert/strict";
import { test } from "node:test";
import { w1Source } from "../../../src/drivers/kernel/w1-source.ts";
import { type FakeSysfs, fakeSysfs } from "../../fakes/fake-sysfs.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { w1Text } from "../rigs/kernel-rig.ts";
import { answerOf, askKernel } from "./ask-kernel.ts";

const good = "72 01 4b 46 7f ff 0e 10 57";
const afterPowerUp = "50 05 4b 46 7f ff 0c 10 1c";
const converted = "50 05 4b 46 7f ff 10 10 bd";
const clone = "50 05 ff ff 7f ff ff ff 1f";

interface Probe {
  readonly clock: HandClock;
  says(thousandths: number, bytes: string, verdict?: string): Promise<string>;
}

function probe(sysfs: FakeSysfs, id = "28-0316a2795bff"): Probe {
  const path = `w1_bus_master1/${id}`;
  sysfs.plug("w1", path, { name: `${id}\n`, w1_slave: "" });
  const clock = new HandClock();
  const ask = askKernel(sysfs, clock);
  const source = w1Source({ sensor: id });
  return {
    clock,
    says(thousandths, bytes, verdict) {
      sysfs.say(path, "w1_slave", w1Text(thousandths, bytes, verdict));
      return answerOf(source, ask);
    },
  };
}

test("a temperature is taken exactly, below zero too; with a wrong checksum it is not", async () => {
  using sysfs = fakeSysfs();
  const { says } = probe(sysfs);
  assert.equal(await says(23_125, good), "23.125");
  assert.equal(await says(-62, "ff ff 4b 46 7f ff 01 10 00"), "-0.062");
  assert.match(await says(23_125, good, "NO"), /^fault bad-checksum: /);
  assert.match(await says(0, "00 00 00 00 00 00 00 00 00"), /^fault not-measured: all zeros/);
  assert.match(await says(127_937, "ff 07 4b 46 7f ff 0c 10 00"), /^fault not-measured: 127.937 °C is beyond/);
  assert.equal(await says(125_000, "d0 07 4b 46 7f ff 10 10 00"), "125.000");
});

test("the 85 °C of a sensor that has just got its power is refused, also next to a good reading", async () => {
  using sysfs = fakeSysfs();
  const { says } = probe(sysfs);
  const refused = /^fault not-measured: 85 °C is what the sensor says after power-up/;
  assert.match(await says(85_000, afterPowerUp), refused);
  assert.equal(await says(84_000, "40 05 4b 46 7f ff 10 10 00"), "84.000");
  assert.match(await says(85_000, afterPowerUp), refused);
});

test("a real 85 °C is taken: by its mark at once, without a mark next to what was measured lately", async () => {
  using sysfs = fakeSysfs();
  assert.equal(await probe(sysfs).says(85_000, converted), "85.000");
  const { says, clock } = probe(sysfs, "28-00000000000b");
  assert.match(await says(85_000, clone), /^fault not-measured/);
  assert.equal(await says(78_000, "e0 04 ff ff 7f ff ff ff 00"), "78.000");
  assert.equal(await says(85_000, clone), "85.000");
  clock.jumpMonotonic(600_001);
  assert.match(await says(85_000, clone), /^fault not-measured/);
});

test("85 °C out of nowhere is refused whatever the mark says, and so is that of a clone that keeps the mark unless it fits", async () => {
  using sysfs = fakeSysfs();
  const { says } = probe(sysfs);
  assert.equal(await says(21_875, "5e 01 4b 46 7f ff 0c 10 00"), "21.875");
  assert.match(await says(85_000, converted), /^fault not-measured/);
  assert.equal(await says(84_937, "4f 05 4b 46 7f ff 0c 10 00"), "84.937");
  assert.equal(await says(85_000, afterPowerUp), "85.000");
});

test("a DS18S20 has the mark at every whole degree, so only its neighbours count", async () => {
  using sysfs = fakeSysfs();
  const { says } = probe(sysfs, "10-0008009e2b1c");
  const bytes = "aa 00 4b 46 ff ff 0c 10 87";
  assert.match(await says(85_000, bytes), /^fault not-measured/);
  assert.equal(await says(83_500, "a7 00 4b 46 ff ff 0c 10 00"), "83.500");
  assert.equal(await says(85_000, bytes), "85.000");
});

test("without w1_slave the driver's plain temperature is read, and an answer of another form is no value", async () => {
  using sysfs = fakeSysfs();
  sysfs.plug("w1", "w1_bus_master1/28-00000000000c", { temperature: "23125\n" });
  assert.equal(await answerOf(w1Source({ sensor: "28-00000000000c" }), askKernel(sysfs)), "23.125");
  const { says } = probe(sysfs);
  assert.match(await says(23_125, "72 01 57"), /^fault not-a-value/);
  sysfs.plug("w1", "w1_bus_master1/28-00000000000d", { id: "" });
  assert.match(
    await answerOf(w1Source({ sensor: "28-00000000000d" }), askKernel(sysfs)),
    /^unavailable no-such-sensor: 28-00000000000d has no temperature; is the module w1-therm loaded/,
  );
});
