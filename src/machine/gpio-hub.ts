import type { GpioInput, GpioLine, GpioOutputSettings } from "../core/gpio-lines.ts";
import { sameData } from "../core/same-data.ts";
import { chipProblem, type FoundLine, findGpioLine, type NoSuchLine } from "./find-gpio-line.ts";
import type { GpioChip, GpioKernel, GpioLook, GpioRefusal } from "./gpio-kernel.ts";
import type { GpioLineConfig, GpioLineInfo } from "./gpio-uapi.ts";
import { HeldGpioLine } from "./held-gpio-line.ts";

/** All lines that this process holds, so that several bindings can share one. Its kernel is there while somebody uses it. */
export class GpioHub {
  readonly #makeKernel: () => GpioKernel;
  readonly #held = new Map<string, HeldGpioLine>();
  readonly #driven = new Set<HeldGpioLine>();
  #kernel: GpioKernel | undefined;
  #users = 0;
  #look: GpioLook | undefined;
  #lines = new Map<string, readonly GpioLineInfo[] | undefined>();

  constructor(makeKernel: () => GpioKernel) {
    this.#makeKernel = makeKernel;
  }

  /** The last one to go closes the kernel. */
  use(): AsyncDisposable {
    this.#users += 1;
    return {
      [Symbol.asyncDispose]: async () => {
        this.#users -= 1;
        if (this.#users > 0) return;
        const kernel = this.#kernel;
        this.#kernel = undefined;
        this.#look = undefined;
        await kernel?.[Symbol.asyncDispose]();
      },
    };
  }

  /** Looks anew which chips there are; says why none of them will do. */
  look(chip: string | undefined): string | undefined {
    this.#look = this.#open().look();
    this.#lines = new Map();
    return chipProblem(this.#look, chip);
  }

  /** The line for these who read it: one that is held alike already, or a new one. */
  input(chip: string | undefined, input: GpioInput): HeldGpioLine | GpioRefusal | NoSuchLine {
    const found = this.#find(chip, input.line);
    if ("fault" in found) return found;
    if (input.exact === true && found.chip.isInexact === true) return inexact(found);
    const config = inputConfig(input);
    const held = this.#held.get(keyOf(found));
    if (held === undefined) return this.#take(found, config);
    const fits = held.config.direction === "input" ? sameData(held.config, config) : reads(held.config, config);
    return fits ? held : busy(held);
  }

  /** The line for the one that writes it. Those who only read it lose it for a moment, and read the output then. */
  output(chip: string | undefined, output: GpioOutputSettings): HeldGpioLine | GpioRefusal | NoSuchLine {
    const found = this.#find(chip, output.line);
    if ("fault" in found) return found;
    const config = outputConfig(output);
    const held = this.#held.get(keyOf(found));
    if (held !== undefined && (this.#driven.has(held) || !staysRead(held.config, config))) return busy(held);
    // Only those who watch it hold it: an input, or an output that was let go.
    held?.drop(`${held.name} is taken anew`);
    const taken = this.#take(found, config);
    if (!("fault" in taken)) this.#driven.add(taken);
    return taken;
  }

  /** The one that wrote it does so no more. */
  undrive(held: HeldGpioLine): void {
    this.#driven.delete(held);
  }

  #take(found: FoundLine, config: GpioLineConfig): HeldGpioLine | GpioRefusal {
    const key = keyOf(found);
    const taken = HeldGpioLine.take(this.#open(), found, config, () => {
      this.#held.delete(key);
      if (!("fault" in taken)) this.#driven.delete(taken);
    });
    if (!("fault" in taken)) this.#held.set(key, taken);
    return taken;
  }

  #find(chip: string | undefined, line: GpioLine): FoundLine | NoSuchLine {
    this.#look ??= this.#open().look();
    return findGpioLine(this.#look, line, chip, (of) => this.#linesOf(of));
  }

  #linesOf(chip: GpioChip): readonly GpioLineInfo[] | undefined {
    if (!this.#lines.has(chip.path)) this.#lines.set(chip.path, this.#open().lines(chip));
    return this.#lines.get(chip.path);
  }

  #open(): GpioKernel {
    this.#kernel ??= this.#makeKernel();
    return this.#kernel;
  }
}

const keyOf = ({ chip, offset }: FoundLine): string => `${chip.path} ${offset}`;
const microsecondsInMs = 1000;

function inputConfig({ activeLow, pull, debounce }: GpioInput): GpioLineConfig {
  const steady = debounce === 0 ? undefined : debounce * microsecondsInMs;
  return { direction: "input", activeLow, pull, edges: true, debounce: steady };
}

function outputConfig({ activeLow, pull, drive, initial }: GpioOutputSettings): GpioLineConfig {
  const common = { activeLow, pull, drive } as const;
  return initial === undefined ? { ...common, direction: "as-is" } : { ...common, direction: "output", level: initial };
}

/** Whether an output is read as this input wants it. */
function reads(output: GpioLineConfig, { activeLow, pull, debounce }: GpioLineConfig): boolean {
  const isAlike = output.activeLow === activeLow && (pull === undefined || pull === output.pull);
  return isAlike && debounce === undefined;
}

/** Whether those who read a line that nobody writes can go on so once it is this output. */
function staysRead(held: GpioLineConfig, output: GpioLineConfig): boolean {
  return held.direction !== "input" || reads(output, held);
}

function inexact({ chip, offset }: FoundLine): GpioRefusal {
  const why =
    "its edges cannot be counted or timed over /sys/class/gpio; it takes a kernel with /dev/gpiochip* (Linux 5.10)";
  return { fault: "line-refused", detail: `line ${offset} of ${chip.label}: ${why}` };
}

function busy(held: HeldGpioLine): GpioRefusal {
  const use = held.config.direction === "input" ? "read" : "written";
  return { fault: "line-busy", detail: `${held.name} is ${use} by this agent already, with other settings` };
}
