import type { GpioEvent, GpioLineConfig, GpioLineInfo } from "./gpio-uapi.ts";

/** A chip that is there and may be used. */
export interface GpioChip {
  /** /dev/gpiochip0, or /sys/class/gpio/gpiochip512: the number moves from boot to boot. */
  readonly path: string;
  /** What its driver calls it: stays. */
  readonly label: string;
  readonly lines: number;
  /** Its edges have neither number nor the kernel's time, so they cannot be counted. */
  readonly isInexact?: true;
}

export interface GpioLook {
  readonly chips: readonly GpioChip[];
  /** Paths that are there and may not be opened. */
  readonly refused: readonly string[];
}

/** Why a line is not to be had, with one sentence. */
export interface GpioRefusal {
  readonly fault: "line-busy" | "line-refused" | "connection-down";
  readonly detail: string;
}

/** One line that nobody else can take until it is disposed. */
export interface GpioClaim extends Disposable {
  /** undefined: its chip is gone. */
  get(): boolean | undefined;
  /** Makes an output of a line that was left as it is. False: its chip is gone. Throws a WriteFailure when refused. */
  set(level: boolean): boolean;
}

export interface GpioEventTaker {
  events(events: readonly GpioEvent[]): void;
  /** The chip went away. Some kernels do not tell. */
  gone(): void;
}

/** What the kernel does for GPIO. A test has one in memory. */
export interface GpioKernel extends AsyncDisposable {
  /** CLOCK_MONOTONIC in ns, by which events are stamped. */
  now(): bigint;
  look(): GpioLook;
  /** Every line in order; undefined: the chip is gone. */
  lines(chip: GpioChip): readonly GpioLineInfo[] | undefined;
  /** Events come to `take` if the config asks for edges, never from within this call. */
  claim(chip: GpioChip, offset: number, config: GpioLineConfig, take?: GpioEventTaker): GpioClaim | GpioRefusal;
}
