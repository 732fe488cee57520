import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findUsbPort, listUsbPorts } from "../../src/machine/find-usb-port.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

interface Adapter {
  readonly name: string;
  /** Folder of the port below the USB interface; none for CDC ACM. */
  readonly port?: string;
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
}

/** The part of sysfs that shows USB adapters, and a port that hangs on no USB, as the kernel makes it. */
function system(root: string, adapters: readonly Adapter[]) {
  const sysfs = join(root, "class/tty");
  mkdirSync(sysfs, { recursive: true });
  for (const [at, { name, port = "", vendor, product, serial }] of adapters.entries()) {
    const device = join(root, `devices/pci0/usb1/1-${at}`);
    const folder = join(device, `1-${at}:1.0`, port);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(device, "idVendor"), `${vendor}\n`);
    writeFileSync(join(device, "idProduct"), `${product}\n`);
    if (serial !== undefined) writeFileSync(join(device, "serial"), `${serial}\n`);
    mkdirSync(join(sysfs, name));
    symlinkSync(folder, join(sysfs, name, "device"));
  }
  mkdirSync(join(root, "devices/platform/serial8250"), { recursive: true });
  mkdirSync(join(sysfs, "ttyS0"));
  symlinkSync(join(root, "devices/platform/serial8250"), join(sysfs, "ttyS0/device"));
  mkdirSync(join(sysfs, "tty0"));
  return { sysfs, devices: "/dev" };
}

const ftdi = { name: "ttyUSB0", port: "ttyUSB0", vendor: "0403", product: "6001", serial: "A10:KX" };
const ch340 = { vendor: "1a86", product: "7523" };

test("a port is found by what its adapter says of itself", async () => {
  using directory = temporaryDirectory();
  const places = system(directory.path, [
    ftdi,
    { ...ch340, name: "ttyUSB1", port: "ttyUSB1" },
    { ...ch340, product: "55D4", name: "ttyACM0" },
  ]);
  assert.deepEqual(await findUsbPort("0403:6001", places), { path: "/dev/ttyUSB0" });
  assert.deepEqual(await findUsbPort("0403:6001:A10:KX", places), { path: "/dev/ttyUSB0" });
  assert.deepEqual(await findUsbPort("1A86:7523", places), { path: "/dev/ttyUSB1" });
  assert.deepEqual(await listUsbPorts(places), [
    { path: "/dev/ttyACM0", id: "1a86:55D4" },
    { path: "/dev/ttyUSB0", id: "0403:6001:A10:KX" },
    { path: "/dev/ttyUSB1", id: "1a86:7523" },
  ]);
});

test("where none fits, or several do, it is said what is there", async () => {
  using directory = temporaryDirectory();
  const places = system(directory.path, [
    { ...ch340, name: "ttyUSB0", port: "ttyUSB0" },
    { ...ch340, name: "ttyUSB1", port: "ttyUSB1" },
  ]);
  assert.deepEqual(await findUsbPort("1a86:7523:123", places), {
    problem: "no port is 1a86:7523:123; there is /dev/ttyUSB0 (1a86:7523), /dev/ttyUSB1 (1a86:7523)",
    remedy: "check the cable and `usb`",
  });
  const several = await findUsbPort("1a86:7523", places);
  assert.ok("problem" in several);
  assert.match(several.problem, /^2 ports are 1a86:7523: \/dev\/ttyUSB0 .*, \/dev\/ttyUSB1/);
  assert.match(several.remedy, /by-path/);
});

test("a system without USB ports, or without sysfs, has none", async () => {
  using directory = temporaryDirectory();
  for (const places of [system(directory.path, []), { sysfs: "/nowhere", devices: "/dev" }]) {
    const found = await findUsbPort("0403:6001", places);
    assert.ok("problem" in found && /there is no USB port/.test(found.problem));
  }
});
