import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceOrSysfs } from "../../src/machine/device-or-sysfs.ts";
import type { GpioKernel } from "../../src/machine/gpio-kernel.ts";
import { gpioSysfs } from "../../src/machine/gpio-sysfs.ts";
import { keptExports } from "../../src/machine/kept-exports.ts";
import { fakeGpio } from "../fakes/fake-gpio.ts";
import { fakeGpioSysfs } from "../fakes/fake-gpio-sysfs.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

/** Which chips are looked at where the character device is so, and sysfs has one called `box`. */
function chipsWith(device: GpioKernel): readonly string[] {
  using directory = temporaryDirectory();
  const sysfs = gpioSysfs({ ...fakeGpioSysfs(directory.path, "box"), kept: keptExports(undefined, "boot") });
  const { chips, refused } = deviceOrSysfs(device, () => sysfs).look();
  return [...chips.map(({ path }) => path.replace(directory.path, "sysfs")), ...refused];
}

test("the character device is used where it is there", () => {
  assert.deepEqual(chipsWith(fakeGpio({ box: [""] })), ["/dev/gpiochip0"]);
});

test("sysfs is used where there is none", () => {
  assert.deepEqual(chipsWith(fakeGpio({})), ["sysfs/gpiochip520"]);
});

test("sysfs is used where the kernel's character device is older than what is spoken", () => {
  const device = fakeGpio({ box: [""] });
  assert.deepEqual(chipsWith({ ...device, lines: () => undefined }), ["sysfs/gpiochip520"]);
});

test("sysfs is never used because the character device may not be opened", () => {
  const device = fakeGpio({ box: [""] });
  device.chip("box").refuse(true);
  assert.deepEqual(chipsWith(device), ["/dev/gpiochip0"]);
});
