import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "./as-root.ts";

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
    unplug: () => asRoot(`unplug_chip ${name}`),
    plug() {
      asRoot(`plug_chip ${name}`);
      place = pins();
    },
    [Symbol.dispose]: () => asRoot(`unplug_chip ${name}`),
  };
}

/** A chip of this test's own; the label is the name. */
export function makeSimChip(name: string, lines: readonly string[]): SimChip {
  const named = lines.flatMap((line, offset) => (line === "" ? [] : [`${offset}:${line}`]));
  asRoot(`chip ${name} ${name} ${lines.length} ${named.join(" ")}`);
  return { ...simChip(name), [Symbol.dispose]: () => asRoot(`remove_chip ${name}`) };
}
