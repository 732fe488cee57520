import type { Clock } from "../../src/core/clock.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import type { GpioChip, GpioClaim, GpioEventTaker, GpioKernel, GpioRefusal } from "../../src/machine/gpio-kernel.ts";
import type { GpioEvent, GpioLineConfig } from "../../src/machine/gpio-uapi.ts";

interface Line {
  readonly name: string;
  /** What stands at the pin from outside. */
  outside: boolean;
  consumer: string | undefined;
  config: GpioLineConfig | undefined;
  isOutput: boolean;
  /** What the chip drives; kept when it is let go, as on a Raspberry Pi. */
  driven: boolean | undefined;
  take: GpioEventTaker | undefined;
  number: number;
  readonly waiting: GpioEvent[];
}

/** A chip in memory that keeps the rules of the kernel's. */
export interface FakeChip {
  readonly label: string;
  /** Drives an input from outside, as a person with a wire does. */
  drive(offset: number, level: boolean): void;
  /** The voltage at the pin: high or low. */
  level(offset: number): boolean;
  config(offset: number): GpioLineConfig | undefined;
  /** Every voltage that the agent put on the line, repeats too. */
  written(offset: number): readonly boolean[];
  /** Another program takes it. */
  occupy(offset: number, consumer: string): Disposable;
  unplug(): void;
  plug(): void;
  /** Nobody fetches events until disposed; the kernel keeps 1024 of each line. */
  pause(): Disposable;
  refuse(isRefused: boolean): void;
}

/** Events that the kernel keeps of a line. */
export const fakeBuffer = 1024;

/**
 * The kernel with these chips, each with the names of its lines, "" for none. Its time is that of the clock; without one
 * each edge takes a microsecond.
 */
export function fakeGpio(
  chips: Readonly<Record<string, readonly string[]>>,
  clock?: Clock,
): GpioKernel & { chip(label: string): FakeChip } {
  let edges = 1_000_000n;
  const now = () => (clock === undefined ? edges * 1000n : BigInt(Math.round(clock.monotonic() * 1e6)));
  const tick = (): bigint => {
    edges += 1n;
    return now();
  };
  const all = Object.entries(chips).map(([label, names], place) => fakeChip(label, names, place, tick));
  const find = ({ path }: GpioChip) => all.find((chip) => chip.isThere() && chip.of.path === path);
  return {
    now,
    look: () => ({
      chips: all.filter((chip) => chip.isThere() && !chip.isRefused()).map(({ of }) => of),
      refused: all.filter((chip) => chip.isThere() && chip.isRefused()).map(({ of }) => of.path),
    }),
    lines: (chip) =>
      find(chip)?.lines.map(({ name, consumer, isOutput }) => ({
        name,
        consumer: consumer ?? "",
        isUsed: consumer !== undefined,
        isOutput,
      })),
    claim: (chip, offset, config, take) =>
      find(chip)?.claim(offset, config, take) ?? { fault: "connection-down", detail: `${chip.path} is gone` },
    chip(label) {
      const chip = all.find(({ of }) => of.label === label);
      if (chip === undefined) throw new Error(`no chip ${label}`);
      return chip;
    },
    async [Symbol.asyncDispose]() {},
  };
}

function fakeChip(label: string, names: readonly string[], place: number, tick: () => bigint) {
  const of: GpioChip = { path: `/dev/gpiochip${place}`, label, lines: names.length };
  const written = names.map((): boolean[] => []);
  let isThere = true;
  let isRefused = false;
  let pauses = 0;
  const lines: Line[] = names.map((name) => ({
    name,
    outside: false,
    consumer: undefined,
    config: undefined,
    isOutput: false,
    driven: undefined,
    take: undefined,
    number: 0,
    waiting: [],
  }));
  const line = (offset: number): Line => lines[offset] ?? raise(`no line ${offset}`);
  const voltage = (one: Line): boolean => one.driven ?? one.outside;
  const logical = (one: Line): boolean => voltage(one) !== (one.config?.activeLow ?? false);

  function put(offset: number, level: boolean): void {
    const one = line(offset);
    one.isOutput = true;
    one.driven = level !== (one.config?.activeLow ?? false);
    written[offset]?.push(one.driven);
  }

  function deliver(one: Line): void {
    queueMicrotask(() => {
      if (pauses > 0 || one.waiting.length === 0) return;
      one.take?.events(one.waiting.splice(0));
    });
  }

  function claim(offset: number, config: GpioLineConfig, take?: GpioEventTaker): GpioClaim | GpioRefusal {
    const one = line(offset);
    if (isRefused) return { fault: "connection-down", detail: `${of.path} may not be opened by this user` };
    if (one.consumer !== undefined) {
      return { fault: "line-busy", detail: `line ${offset} of ${label} is used by ${JSON.stringify(one.consumer)}` };
    }
    Object.assign(one, { consumer: "roomwire", config, take: config.edges === true ? take : undefined, number: 0 });
    one.waiting.length = 0;
    if (config.direction === "input") Object.assign(one, { driven: undefined, isOutput: false });
    if (config.pull === "up" || config.pull === "down") one.outside = config.pull === "up";
    if (config.direction === "output") put(offset, config.level ?? false);
    let isOpen = true;
    return {
      get: () => (isOpen && isThere ? logical(one) : undefined),
      set(level) {
        if (!isOpen || !isThere) return false;
        if (config.direction === "input") throw new WriteFailure("driver-failed", "an input takes no level");
        put(offset, level);
        return true;
      },
      [Symbol.dispose]() {
        if (!isOpen) return;
        isOpen = false;
        if (isThere) Object.assign(one, { consumer: undefined, config: undefined, take: undefined });
      },
    };
  }

  return {
    of,
    label,
    lines,
    claim,
    isThere: () => isThere,
    isRefused: () => isRefused,
    drive(offset: number, level: boolean) {
      const one = line(offset);
      const before = logical(one);
      one.outside = level;
      if (one.take === undefined || logical(one) === before) return;
      one.number += 1;
      if (one.waiting.length === fakeBuffer) one.waiting.shift();
      one.waiting.push({ level: logical(one), at: tick(), number: one.number });
      deliver(one);
    },
    level: (offset: number) => voltage(line(offset)),
    config: (offset: number) => line(offset).config,
    written: (offset: number) => written[offset] ?? [],
    occupy(offset: number, consumer: string) {
      line(offset).consumer = consumer;
      return {
        [Symbol.dispose]: () => {
          line(offset).consumer = undefined;
        },
      };
    },
    unplug() {
      isThere = false;
      for (const one of lines) Object.assign(one, { consumer: undefined, config: undefined, take: undefined });
    },
    plug() {
      isThere = true;
      for (const one of lines) Object.assign(one, { driven: undefined, outside: false });
    },
    pause() {
      pauses += 1;
      return {
        [Symbol.dispose]: () => {
          pauses -= 1;
          for (const one of lines) deliver(one);
        },
      };
    },
    refuse(now: boolean) {
      isRefused = now;
    },
  };
}

function raise(message: string): never {
  throw new Error(message);
}
