import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asRoot } from "./as-root.ts";

const tracing = "/sys/kernel/tracing";
let instances = 0;

/** Every level that anybody put on a line, told by the kernel's own trace: nothing can be too short to be seen. */
export interface LineTrace extends Disposable {
  /** In order, repeats too. */
  levels(): readonly boolean[];
  /** How often somebody made an input of it. */
  timesInput(): number;
}

export function lineTrace(label: string, offset: number): LineTrace {
  const instance = join(tracing, "instances", `lines-${process.pid}-${instances++}`);
  asRoot(
    `mkdir ${instance}; chmod a+x ${instance}; chmod a+r ${instance}/trace; echo 1 > ${instance}/events/gpio/enable`,
  );
  // The number that the trace calls a line by moves when the chip is plugged in anew.
  const numbers = new Set<number>();
  const note = (): void => void numbers.add(baseOf(label) + offset);
  note();
  const told = (what: RegExp): readonly string[] => {
    note();
    const text = readFileSync(join(instance, "trace"), "utf8");
    return [...text.matchAll(what)].flatMap(([, number, word = ""]) => (numbers.has(Number(number)) ? [word] : []));
  };
  return {
    levels: () => told(/gpio_value: (\d+) set (\d)/g).map((level) => level === "1"),
    timesInput: () => told(/gpio_direction: (\d+) +(in)/g).length,
    [Symbol.dispose]: () => asRoot(`echo 0 > ${instance}/events/gpio/enable; rmdir ${instance}`),
  };
}

function baseOf(label: string): number {
  const folder = "/sys/class/gpio";
  const read = (chip: string, file: string): string => readFileSync(join(folder, chip, file), "utf8").trim();
  const chip = readdirSync(folder).find((name) => /^gpiochip\d+$/.test(name) && read(name, "label") === label);
  return chip === undefined ? Number.NaN : Number(read(chip, "base"));
}
