import { join } from "node:path";
import { errorCode } from "../core/error-code.ts";
import { WriteFailure } from "../core/write-failure.ts";
import type { SysfsLine } from "./export-sysfs-line.ts";
import type { GpioClaim, GpioEventTaker } from "./gpio-kernel.ts";
import type { GpioLineConfig } from "./gpio-uapi.ts";
import type { SysfsFiles } from "./sysfs-files.ts";

/** Lets the line go again where it cannot be had so. */
export function claimSysfsLine(
  line: SysfsLine,
  config: GpioLineConfig,
  files: SysfsFiles,
  take: GpioEventTaker | undefined,
  listen: (fd: number, take: GpioEventTaker) => Disposable,
): GpioClaim {
  using undo = new DisposableStack();
  undo.use(line);
  setUp(line, config, files);
  // Read once before it is polled, which tells what has changed since.
  files.level(line.fd);
  const turned = take === undefined ? undefined : turnedTaker(take, config.activeLow);
  const listening = turned === undefined ? undefined : listen(line.fd, turned);
  const held = undo.move();
  return claimOf(line, config, files, () => {
    listening?.[Symbol.dispose]();
    held.dispose();
  });
}

function setUp({ folder }: SysfsLine, config: GpioLineConfig, files: SysfsFiles): void {
  const edge = join(folder, "edge");
  const hasEdge = files.read(edge) !== undefined;
  // What a dead owner left: the kernel makes no output of a line whose edges are awaited.
  if (hasEdge && files.read(edge) !== "none") files.write(edge, "none");
  if (config.direction === "as-is") return;
  const direction = join(folder, "direction");
  if (files.read(direction) === undefined) throw new SysfsLineRefusal("has a direction that cannot be changed");
  files.write(direction, directionOf(config, config.level ?? false));
  if (config.direction === "input" && config.edges === true) {
    if (!hasEdge) throw new SysfsLineRefusal("cannot tell its edges (the chip has no interrupt)");
    files.write(edge, "both");
  }
}

/** What the line cannot, as the end of a sentence. */
export class SysfsLineRefusal extends Error {}

/** Output and level in one write, so that no other level is ever on it; as a voltage. */
function directionOf({ direction, activeLow }: GpioLineConfig, level: boolean): string {
  if (direction === "input") return "in";
  return level === activeLow ? "low" : "high";
}

function turnedTaker(take: GpioEventTaker, activeLow: boolean): GpioEventTaker {
  if (!activeLow) return take;
  return { events: (events) => take.events(events.map((one) => ({ ...one, level: !one.level }))), gone: take.gone };
}

function claimOf({ folder, fd }: SysfsLine, config: GpioLineConfig, files: SysfsFiles, letGo: () => void): GpioClaim {
  let isOutput = config.direction === "output";
  let isOpen = true;
  return {
    get() {
      const level = isOpen ? files.level(fd) : undefined;
      return level === undefined ? undefined : level !== config.activeLow;
    },
    set(level) {
      if (!isOpen || files.level(fd) === undefined) return false;
      try {
        if (isOutput) files.setLevel(fd, level !== config.activeLow);
        else files.write(join(folder, "direction"), directionOf({ ...config, direction: "output" }, level));
      } catch (cause) {
        if (goneCodes.has(errorCode(cause))) return false;
        throw new WriteFailure("driver-failed", `the line did not take the level (${errorCode(cause)})`, { cause });
      }
      isOutput = true;
      return true;
    },
    [Symbol.dispose]() {
      if (!isOpen) return;
      isOpen = false;
      letGo();
    },
  };
}

/** Codes of a line whose chip went away. */
export const goneCodes: ReadonlySet<string> = new Set(["ENOENT", "ENODEV", "ENXIO"]);
