import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { GpioChip } from "./gpio-kernel.ts";
import type { GpioLineInfo } from "./gpio-uapi.ts";
import type { SysfsFiles } from "./sysfs-files.ts";

/** A chip with the number of its first line in the kernel's one row of all lines, which moves from boot to boot. */
export interface SysfsChip extends GpioChip {
  readonly base: number;
}

/** Every chip of /sys/class/gpio (Documentation/admin-guide/gpio/sysfs.rst), by its base. */
export function listSysfsChips(root: string, files: SysfsFiles): readonly SysfsChip[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(root);
  } catch {
    // A kernel without it has no chip there.
  }
  return names
    .filter((name) => /^gpiochip\d+$/.test(name))
    .flatMap((name) => readSysfsChip(join(root, name), files) ?? [])
    .sort((a, b) => a.base - b.base);
}

/** What stands under this path now; undefined: nothing. */
export function readSysfsChip(path: string, files: SysfsFiles): SysfsChip | undefined {
  const [label, base, lines] = ["label", "base", "ngpio"].map((name) => files.read(join(path, name)));
  if (label === undefined || base === undefined || lines === undefined) return undefined;
  return { path, label, base: Number(base), lines: Number(lines), isInexact: true };
}

/** Every line of a chip in order, as far as sysfs knows: no names, and nobody who came by the character device or is the kernel itself. */
export function listSysfsLines(
  root: string,
  { base, lines }: SysfsChip,
  isOurs: (number: number) => boolean,
  files: SysfsFiles,
): readonly GpioLineInfo[] {
  return Array.from({ length: lines }, (_, offset) => {
    const number = base + offset;
    const folder = join(root, `gpio${number}`);
    const isUsed = files.inode(folder) !== undefined;
    const isOutput = isUsed && files.read(join(folder, "direction")) === "out";
    const consumer = isUsed ? (isOurs(number) ? "roomwire" : "sysfs") : "";
    return { name: "", consumer, isUsed, isOutput };
  });
}
