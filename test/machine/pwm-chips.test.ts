import assert from "node:assert/strict";
import { test } from "node:test";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { pwmChips } from "../../src/machine/pwm-chips.ts";
import { fakePwm } from "../fakes/fake-pwm.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const never = new AbortController().signal;
const channel = { device: undefined, channel: 1, period: 1000, inverted: false };

function bench(isSlow = false) {
  const directory = temporaryDirectory();
  const sysfs = fakePwm(directory.path, isSlow);
  const clock = new HandClock();
  const chips = pwmChips(clock, sysfs.root, sysfs.write);
  const written = () => (sysfs.written as string[]).splice(0);
  return { sysfs, clock, chips, written, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

test("a channel is exported, given its period and duty and only then switched on; later only the duty is written", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  await one.chips.write(channel, 250, never);
  assert.deepEqual(one.written(), ["pwmchip0/export 1", "pwm1/period 1000", "pwm1/duty_cycle 250", "pwm1/enable 1"]);
  await one.chips.write(channel, 500, never);
  assert.deepEqual(one.written(), ["pwm1/duty_cycle 500"]);
});

test("a channel that runs from before gets a shorter or a longer period without being switched off", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  await one.chips.write({ ...channel, period: 1000 }, 900, never);
  one.written();
  await one.chips.write({ ...channel, period: 100 }, 50, never);
  assert.deepEqual(one.written(), ["pwm1/duty_cycle 50", "pwm1/period 100"]);
  await one.chips.write({ ...channel, period: 2000 }, 1500, never);
  assert.deepEqual(one.written(), ["pwm1/period 2000", "pwm1/duty_cycle 1500"]);
});

test("the polarity is turned while the channel is off", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  await one.chips.write(channel, 250, never);
  one.written();
  await one.chips.write({ ...channel, inverted: true }, 250, never);
  assert.deepEqual(one.written(), ["pwm1/enable 0", "pwm1/polarity inversed", "pwm1/duty_cycle 250", "pwm1/enable 1"]);
});

test("the chip is found by its device, whatever its number is", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  one.sysfs.plug(4, "b.pwm");
  await one.chips.write({ ...channel, device: "b.pwm" }, 1, never);
  assert.equal(one.written()[0], "pwmchip4/export 1");
  await assert.rejects(one.chips.write(channel, 1, never), /several PWM chips, name the device: a\.pwm, b\.pwm/);
  await assert.rejects(one.chips.write({ ...channel, device: "c.pwm" }, 1, never), /no PWM chip c\.pwm/);
});

test("udev is waited for, in the order of the writes, and not for ever", async () => {
  using one = bench(true);
  one.sysfs.plug(0, "a.pwm");
  const first = one.chips.write(channel, 100, never);
  const second = one.chips.write(channel, 200, never);
  await one.clock.advance(100);
  assert.deepEqual(one.written(), ["pwmchip0/export 1"]);
  one.sysfs.udev();
  await one.clock.advance(20);
  await Promise.all([first, second]);
  assert.deepEqual(one.written().at(-1), "pwm1/duty_cycle 200");
  using other = bench(true);
  other.sysfs.plug(0, "a.pwm");
  const refused = assert.rejects(other.chips.write(channel, 1, never), /this user may not write it/);
  await other.clock.advance(1500);
  await refused;
});

test("a chip that goes away is told, and the next write finds it again", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  await one.chips.write(channel, 1, never);
  assert.equal(one.chips.isUp, true);
  one.sysfs.unplug(0);
  assert.equal(one.chips.isUp, false);
  await assert.rejects(one.chips.write(channel, 1, never), (error) => {
    return error instanceof WriteFailure && error.code === "connection-down";
  });
  one.sysfs.plug(2, "a.pwm");
  one.written();
  await one.chips.write(channel, 7, never);
  assert.equal(one.written()[0], "pwmchip2/export 1");
});

test("a channel that the chip does not have is told as such", async () => {
  using one = bench();
  one.sysfs.plug(0, "a.pwm");
  await assert.rejects(one.chips.write({ ...channel, channel: 5 }, 1, never), /the PWM chip or its channel is gone/);
});
