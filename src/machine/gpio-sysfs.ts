import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../core/error-code.ts";
import { claimSysfsLine, goneCodes, SysfsLineRefusal } from "./claim-sysfs-line.ts";
import { exportSysfsLine, mostLooks, type SysfsParts } from "./export-sysfs-line.ts";
import { type GpioCalls, gpioCalls } from "./gpio-calls.ts";
import type { GpioChip, GpioEventTaker, GpioKernel, GpioLook, GpioRefusal } from "./gpio-kernel.ts";
import type { KeptExports } from "./kept-exports.ts";
import { listSysfsChips, listSysfsLines, readSysfsChip } from "./sysfs-chips.ts";
import { type SysfsEdges, sysfsEdges } from "./sysfs-edges.ts";
import { type SysfsFiles, sysfsFiles } from "./sysfs-files.ts";
import { sysfsShortcoming } from "./sysfs-shortcoming.ts";

export interface GpioSysfsParts {
  readonly kept: KeptExports;
  readonly root?: string;
  readonly files?: SysfsFiles;
  readonly edges?: () => SysfsEdges;
}

/** The machine's own GPIO chips, through /sys/class/gpio. Loads koffi at the first line, and starts its thread at the first input. */
export function gpioSysfs({ kept, root = "/sys/class/gpio", files = sysfsFiles, edges }: GpioSysfsParts): GpioKernel {
  let loaded: GpioCalls | undefined;
  let listening: SysfsEdges | undefined;
  const calls = (): GpioCalls => (loaded ??= gpioCalls());
  const parts: SysfsParts = { root, files, calls, kept, patience: { looks: mostLooks } };
  const listen = (fd: number, take: GpioEventTaker): Disposable => {
    listening ??= edges?.() ?? sysfsEdges(calls());
    return listening.add(fd, take);
  };
  return {
    now: () => process.hrtime.bigint(),
    look: () => lookForChips(parts),
    lines(chip) {
      const there = sameChip(chip, files);
      if (there === undefined) return undefined;
      const isOurs = (number: number): boolean => kept.has(number, files.inode(join(root, `gpio${number}`)) ?? -1);
      return listSysfsLines(root, there, isOurs, files);
    },
    claim(chip, offset, config, take) {
      const line = `line ${offset} of ${chip.label}`;
      const there = sameChip(chip, files);
      if (there === undefined) return gone(chip);
      const shortcoming = sysfsShortcoming(config);
      if (shortcoming !== undefined) return { fault: "line-refused", detail: `${line} ${shortcoming}` };
      try {
        const exported = exportSysfsLine(there.base + offset, parts);
        if (typeof exported === "string") return { fault: "line-busy", detail: `${line} is used by ${exported}` };
        return claimSysfsLine(exported, config, files, config.edges === true ? take : undefined, listen);
      } catch (error) {
        return refusalOf(error, line, chip, root);
      }
    },
    async [Symbol.asyncDispose]() {
      await listening?.[Symbol.asyncDispose]();
      listening = undefined;
    },
  };
}

function lookForChips({ root, files }: SysfsParts): GpioLook {
  const chips = listSysfsChips(root, files);
  const door = join(root, "export");
  try {
    accessSync(door, constants.W_OK);
  } catch (error) {
    // Read-only is no matter of permission: each line says so when it is wanted.
    if (chips.length > 0 && errorCode(error) === "EACCES") return { chips: [], refused: [door] };
  }
  return { chips, refused: [] };
}

/** As it is now: another chip may have come under the same path since the look. */
function sameChip({ path, label }: GpioChip, files: SysfsFiles) {
  const there = readSysfsChip(path, files);
  return there?.label === label ? there : undefined;
}

const gone = ({ path, label }: GpioChip): GpioRefusal => ({
  fault: "connection-down",
  detail: `${path} (${label}) is gone`,
});

function refusalOf(error: unknown, line: string, chip: GpioChip, root: string): GpioRefusal {
  const code = errorCode(error);
  if (error instanceof SysfsLineRefusal) return { fault: "line-refused", detail: `${line} ${error.message}` };
  if (goneCodes.has(code)) return gone(chip);
  if (code === "EROFS") {
    const detail = `${root} may only be read here: the unit needs ProtectKernelTunables=no in a drop-in for it`;
    return { fault: "line-refused", detail };
  }
  if (code === "EACCES" || code === "EPERM") {
    return {
      fault: "connection-down",
      detail: `${line} may not be written in ${root} by this user; a udev rule must say so`,
    };
  }
  if (code === "") throw error;
  return { fault: "line-refused", detail: `${line} was refused (${code})` };
}
