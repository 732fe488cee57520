import { join } from "node:path";
import { bootId } from "./boot-id.ts";
import { deviceOrSysfs } from "./device-or-sysfs.ts";
import type { GpioKernel } from "./gpio-kernel.ts";
import { gpioLines } from "./gpio-lines.ts";
import { gpioSysfs } from "./gpio-sysfs.ts";
import { keptExports } from "./kept-exports.ts";

/** Makes what GPIO is done by: `sysfs` where it was asked for, else the character device with sysfs as its fallback. */
export type GpioWays = (via?: "sysfs") => GpioKernel;

/** Those of this machine. `stateDirectory`: where it is noted which lines are exported to sysfs, for whoever comes after a kill. */
export function gpioWays(stateDirectory?: string): GpioWays {
  const file = stateDirectory === undefined ? undefined : join(stateDirectory, "gpio-exports.json");
  const sysfs = () => gpioSysfs({ kept: keptExports(file, bootId(process.env)) });
  return (via) => (via === "sysfs" ? sysfs() : deviceOrSysfs(gpioLines(), sysfs));
}
