import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const tracing = "/sys/kernel/tracing";
let instances = 0;

/** Every level that anybody put on a line, told by the kernel's own trace: nothing can be too short to be seen. */
export interface LineTrace extends Disposable {
  /** In order, repeats too. */
  levels(): readonly boolean[];
}

export function lineTrace(label: string, offset: number): LineTrace {
  const instance = join(tracing, "instances", `lines-${process.pid}-${instances++}`);
  mkdirSync(instance);
  writeFileSync(join(instance, "events/gpio/gpio_value/enable"), "1");
  // The number that the trace calls a line by moves when the chip is plugged in anew.
  const numbers = new Set<number>();
  const note = (): void => void numbers.add(baseOf(label) + offset);
  note();
  return {
    levels() {
      note();
      const text = readFileSync(join(instance, "trace"), "utf8");
      return [...text.matchAll(/gpio_value: (\d+) set (\d)/g)].flatMap(([, number, level]) =>
        numbers.has(Number(number)) ? [level === "1"] : [],
      );
    },
    [Symbol.dispose]() {
      writeFileSync(join(instance, "events/gpio/gpio_value/enable"), "0");
      rmdirSync(instance);
    },
  };
}

function baseOf(label: string): number {
  const folder = "/sys/class/gpio";
  const read = (chip: string, file: string): string => readFileSync(join(folder, chip, file), "utf8").trim();
  const chip = readdirSync(folder).find((name) => /^gpiochip\d+$/.test(name) && read(name, "label") === label);
  return chip === undefined ? Number.NaN : Number(read(chip, "base"));
}
