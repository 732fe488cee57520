import { closeSync, constants, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../core/error-code.ts";
import type { GpioCalls } from "./gpio-calls.ts";
import type { GpioChip, GpioLook } from "./gpio-kernel.ts";
import {
  decodeChipInfo,
  decodeLineInfo,
  encodeLineInfo,
  type GpioChipInfo,
  type GpioLineInfo,
  gpioUapi,
} from "./gpio-uapi.ts";

const readWrite = constants.O_RDWR;
const forbidden = new Set(["EACCES", "EPERM"]);

/** Every chip of the character device, once, whatever links lead to it. Opens nothing for longer than the look. */
export function listGpioChips(calls: GpioCalls, devices = "/dev"): GpioLook {
  const chips = new Map<number, GpioChip>();
  const refused: string[] = [];
  for (const path of chipPaths(devices)) {
    const device = statSync(path, { throwIfNoEntry: false })?.rdev;
    if (device === undefined || chips.has(device)) continue;
    const chip = withChip(path, (fd) => askChip(calls, fd));
    if (chip === "refused") refused.push(path);
    else if (chip !== undefined) chips.set(device, { path, label: chip.label, lines: chip.lines });
  }
  return { chips: [...chips.values()], refused };
}

/** Every line of a chip in order; undefined when the chip is gone. */
export function listLinesOfChip(calls: GpioCalls, { path, lines }: GpioChip): readonly GpioLineInfo[] | undefined {
  const found = withChip(path, (fd) => {
    const infos = Array.from({ length: lines }, (_, offset) => askLine(calls, fd, offset));
    return infos.includes(undefined) ? undefined : infos.filter((info) => info !== undefined);
  });
  return found === "refused" ? undefined : found;
}

/** Runs with the chip's open file; `refused` where this user may not open it, undefined where it is not there. */
export function withChip<Answer>(path: string, run: (fd: number) => Answer): Answer | "refused" | undefined {
  let fd: number;
  try {
    fd = openSync(path, readWrite);
  } catch (error) {
    return forbidden.has(errorCode(error)) ? "refused" : undefined;
  }
  try {
    return run(fd);
  } finally {
    closeSync(fd);
  }
}

/** What an open chip says of itself; undefined when it is gone. */
export function askChip(calls: GpioCalls, fd: number): GpioChipInfo | undefined {
  const info = Buffer.alloc(gpioUapi.sizes.chip);
  return calls.ioctl(fd, gpioUapi.requests.chipInfo, info) === 0 ? decodeChipInfo(info) : undefined;
}

function askLine(calls: GpioCalls, fd: number, offset: number): GpioLineInfo | undefined {
  const info = encodeLineInfo(offset);
  return calls.ioctl(fd, gpioUapi.requests.lineInfo, info) === 0 ? decodeLineInfo(info) : undefined;
}

/** By number, so that the same chips come in the same order. */
function chipPaths(devices: string): readonly string[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(devices);
  } catch {
    // A system without the folder has no chip.
  }
  const number = (name: string): number => Number(name.slice("gpiochip".length));
  return names
    .filter((name) => /^gpiochip\d+$/.test(name))
    .sort((a, b) => number(a) - number(b))
    .map((name) => join(devices, name));
}
