import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const configfs = "/sys/kernel/config/gpio-sim";

/** A chip of the kernel's gpio-sim. */
export interface SimChip extends Disposable {
  readonly label: string;
  /** Drives the pin from outside. */
  drive(offset: number, isHigh: boolean): void;
  isHigh(offset: number): boolean;
  unplug(): void;
  plug(): void;
}

/** A chip that the guest was started with: `decoy`, `pi`, `keep`. */
export function simChip(name: string): SimChip {
  const folder = join(configfs, name);
  const bank = join(folder, "bank0");
  const read = (...names: string[]): string => readFileSync(join(...names), "utf8").trim();
  const pins = (): string => join("/sys/devices/platform", read(folder, "dev_name"), read(bank, "chip_name"));
  let place = read(folder, "live") === "1" ? pins() : "";
  return {
    label: read(bank, "label"),
    drive: (offset, isHigh) => writeFileSync(join(place, `sim_gpio${offset}/pull`), isHigh ? "pull-up" : "pull-down"),
    isHigh: (offset) => read(place, `sim_gpio${offset}`, "value") === "1",
    unplug: () => setLive(folder, "0"),
    plug() {
      setLive(folder, "1");
      place = pins();
    },
    [Symbol.dispose]: () => setLive(folder, "0"),
  };
}

/** gpio-sim refuses to be told what it is already. */
function setLive(folder: string, wanted: "0" | "1"): void {
  const file = join(folder, "live");
  if (readFileSync(file, "utf8").trim() !== wanted) writeFileSync(file, wanted);
}

/** A chip of this test's own; the label is the name. */
export function makeSimChip(name: string, lines: readonly string[]): SimChip {
  const folder = join(configfs, name);
  const bank = join(folder, "bank0");
  if (!existsSync(folder)) mkdirSync(folder);
  mkdirSync(bank);
  writeFileSync(join(bank, "num_lines"), String(lines.length));
  writeFileSync(join(bank, "label"), name);
  const named = lines.flatMap((line, offset) => (line === "" ? [] : [join(bank, `line${offset}`)]));
  for (const [offset, line] of lines.entries()) {
    if (line === "") continue;
    mkdirSync(join(bank, `line${offset}`));
    writeFileSync(join(bank, `line${offset}/name`), line);
  }
  setLive(folder, "1");
  const chip = simChip(name);
  return {
    ...chip,
    [Symbol.dispose]() {
      setLive(folder, "0");
      for (const line of named) rmdirSync(line);
      rmdirSync(bank);
      rmdirSync(folder);
    },
  };
}
