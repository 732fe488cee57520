import assert from "node:assert/strict";
import { test } from "node:test";
import { serialValue } from "../../src/drivers/serial-value.ts";
import { listUsbPorts } from "../../src/machine/find-usb-port.ts";
import { driverContract } from "../contract/driver.ts";
import { replugContract } from "../contract/replug.ts";
import { until } from "../fakes/until.ts";
import { usbCableEnd } from "./usb-cable-end.ts";
import { adapter, adapterPath, usbSerialRig } from "./usb-serial-rig.ts";

test("a USB adapter is listed with vendor, product and serial number while it is plugged in", async () => {
  using cable = usbCableEnd();
  assert.deepEqual(await listUsbPorts(), []);
  await cable.plug();
  await until("it is listed", async () => (await listUsbPorts()).length > 0);
  assert.deepEqual(await listUsbPorts(), [{ path: "/dev/ttyUSB0", id: adapter }]);
  await cable.unplug();
  await until("it is gone", async () => (await listUsbPorts()).length === 0);
});

driverContract("a station behind a USB adapter", serialValue, () => usbSerialRig({ path: adapterPath }));

replugContract("a station behind a USB adapter", () => usbSerialRig({ usb: adapter }));
