import { readdir, realpath } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { KernelClass, KernelDevice } from "../core/kernel-files.ts";
import { readKernelFile } from "./read-kernel-file.ts";

interface Place {
  /** Below the root. */
  readonly directory: string;
  /** Names that count in there. */
  readonly entries: RegExp;
  /** File with the name of its driver or its type. Default: the kernel names each one. */
  readonly name?: string;
}

const places: Readonly<Record<KernelClass, Place>> = {
  hwmon: { directory: "sys/class/hwmon", entries: /^hwmon\d+$/, name: "name" },
  iio: { directory: "sys/bus/iio/devices", entries: /^iio:device\d+$/, name: "name" },
  w1: { directory: "sys/bus/w1/devices", entries: /^[0-9a-f]{2}-[0-9a-f]{12}$/ },
  thermal: { directory: "sys/class/thermal", entries: /^thermal_zone\d+$/, name: "type" },
  power: { directory: "sys/class/power_supply", entries: /./ },
  network: { directory: "sys/class/net", entries: /./ },
  firmware: { directory: "sys/bus/platform/drivers/raspberrypi-firmware", entries: /:/ },
};

/** Far above any board. */
const mostDevices = 256;
const mostFiles = 1024;

/** Devices of a kind in the order of their places; none where the kernel has nothing of the kind. */
export async function listKernelDevices(root: string, of: KernelClass): Promise<readonly KernelDevice[]> {
  const { directory, entries } = places[of];
  const names = await readdir(join(root, directory)).catch(() => []);
  const all = await realpath(join(root, "sys/devices")).catch(() => "");
  const devices: KernelDevice[] = [];
  for (const entry of names.filter((name) => entries.test(name)).slice(0, mostDevices)) {
    const device = await lookAt(join(root, directory, entry), all, of);
    if (device !== undefined) devices.push(device);
  }
  return devices.sort((a, b) => a.place.localeCompare(b.place, "en", { numeric: true }));
}

/** undefined: it went away meanwhile. `all`: the directory below which every device lies. */
async function lookAt(link: string, all: string, of: KernelClass): Promise<KernelDevice | undefined> {
  const { name: nameFile } = places[of];
  const path = await realpath(link).catch(() => undefined);
  if (path === undefined) return undefined;
  const files = (await readdir(path).catch(() => [])).sort().slice(0, mostFiles);
  const lineOf = async (file: string): Promise<string> => {
    const found = files.includes(file) ? await readKernelFile(join(path, file)) : undefined;
    return found?.kind === "text" ? found.text.trim() : "";
  };
  const name = nameFile === undefined ? basename(link) : await lineOf(nameFile);
  const label = nameFile === "name" ? await lineOf("label") : "";
  const place = hardwareOf(relative(all, path));
  return { of, name, label, place, path, bus: busOf(place), files };
}

/** Without the numbers of the kinds, which move from boot to boot. */
function hardwareOf(path: string): string {
  return path.replace(/(\/hwmon)?\/hwmon\d+$|\/iio:device\d+$|\/(power_supply|net)\/[^/]+$/, "");
}

/** The last bus on the way: all that hangs on it waits for the same wires. What hangs on none is a bus of its own. */
function busOf(place: string): string {
  return place.split("/").findLast((part) => /^(i2c-\d+|spi\d+|w1_bus_master\d+)$/.test(part)) ?? place;
}
