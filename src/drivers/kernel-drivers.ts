import type { XSchema, XStatic } from "typebox/schema";
import type { DriverObjections } from "../config/driver-schemas.ts";
import { type Driver, defineDriver } from "./define-driver.ts";
import type { KernelSource } from "./kernel/kernel-source.ts";
import { openKernel } from "./kernel/open-kernel.ts";
import { kernelObjections, w1Objections } from "./kernel-objections.ts";
import { kernelConnection, kernelSchemas } from "./kernel-schemas.ts";

/** `load` brings what understands the files of this kind, when a binding wants one of it. */
function kernelDriver<const From extends XSchema>(
  as: string,
  from: From,
  load: () => Promise<(from: XStatic<From>) => KernelSource>,
  objections: DriverObjections = kernelObjections,
): Driver {
  const driver = defineDriver({
    type: "kernel",
    as,
    connection: kernelConnection,
    from,
    open: (settings, context) => openKernel(settings, context, load),
  });
  return { ...driver, objections };
}

const { hwmon, iio, w1, thermal, power, network, disk, system, firmware } = kernelSchemas;

/** Sensors that have a driver in the kernel, and the machine itself: what stands below /sys and /proc. Nothing is written. */
export const kernelDrivers: readonly Driver[] = [
  kernelDriver("hwmon", hwmon, async () => (await import("./kernel/hwmon-source.ts")).hwmonSource),
  kernelDriver("iio", iio, async () => (await import("./kernel/iio-source.ts")).iioSource),
  kernelDriver("w1", w1, async () => (await import("./kernel/w1-source.ts")).w1Source, w1Objections),
  kernelDriver("thermal", thermal, async () => (await import("./kernel/thermal-source.ts")).thermalSource),
  kernelDriver("power", power, async () => (await import("./kernel/power-source.ts")).powerSource),
  kernelDriver("network", network, async () => (await import("./kernel/network-source.ts")).networkSource),
  kernelDriver("disk", disk, async () => (await import("./kernel/disk-source.ts")).diskSource),
  kernelDriver("system", system, async () => (await import("./kernel/system-source.ts")).systemSource),
  kernelDriver("firmware", firmware, async () => (await import("./kernel/firmware-source.ts")).firmwareSource),
];
