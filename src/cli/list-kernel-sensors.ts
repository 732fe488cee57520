import type { KernelClass, KernelDevice } from "../core/kernel-files.ts";
import type { Machine } from "../core/machine.ts";
import { shortPlace } from "../drivers/kernel/chosen-device.ts";
import { channelsOf } from "../drivers/kernel/hwmon-source.ts";
import { iioChannelsOf } from "../drivers/kernel/iio-source.ts";

export interface ListedSensor {
  readonly of: KernelClass;
  /** How a binding names it. */
  readonly name: string;
  readonly device: string;
  /** Its channels, where it has some to choose from. */
  readonly channels: string | undefined;
  /** `lm75 at 1-0048 (temp1)`. */
  readonly text: string;
}

const kinds = ["hwmon", "iio", "w1", "thermal", "power"] as const satisfies readonly KernelClass[];

/** Every sensor and battery that the kernel has; none is read. */
export async function listKernelSensors(machine: Pick<Machine, "openKernelFiles">): Promise<readonly ListedSensor[]> {
  using files = machine.openKernelFiles();
  const sensors: ListedSensor[] = [];
  for (const of of kinds) {
    const devices = await files.list(of);
    // What the temperature of a 1-wire sensor is called here, `as: w1` reads better.
    sensors.push(...devices.filter(({ name }) => name !== "w1_slave_temp").map(listed));
  }
  return sensors;
}

function listed(found: KernelDevice): ListedSensor {
  const { of, name } = found;
  const device = shortPlace(found.place);
  const channels = of === "hwmon" ? channelsOf(found) : of === "iio" ? iioChannelsOf(found) : undefined;
  const where = device === name || of === "thermal" || of === "power" ? "" : ` at ${device}`;
  return { of, name, device, channels, text: `${name}${where}${channels === undefined ? "" : ` (${channels})`}` };
}
