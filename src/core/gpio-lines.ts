import type { FaultCode } from "./fault-codes.ts";

/** A line of a GPIO chip: by the name that the board gives it, or by its number on the chip. */
export type GpioLine = { readonly name: string } | { readonly offset: number };

export interface GpioInput {
  readonly line: GpioLine;
  /** Whether a low voltage counts as true. */
  readonly activeLow: boolean;
  /** undefined: as the board has it. */
  readonly pull: "up" | "down" | "none" | undefined;
  /** ms for which a level must last to count; 0: every edge counts. */
  readonly debounce: number;
  /** Edges are counted or timed, so each must be known, with the kernel's own time. Default: the level is what matters. */
  readonly exact?: boolean;
}

export interface GpioInputEvents {
  /** The level as it was read: when the line became ours, and after edges were lost. */
  level(level: boolean): void;
  /**
   * The level after an edge that the kernel noted `ago` ms before this call, in the order of time. `at`: ns on the kernel's own clock,
   * of which only differences mean something.
   */
  edge(level: boolean, ago: number, at: bigint): void;
  /** So many edges were dropped because nobody fetched them in time: between the edges told before and after. */
  lost(count: number): void;
  /** Once per loss, and again when its kind changes; one sentence. Maybe from within the call that watches. */
  down(reason: string, fault: FaultCode): void;
}

export interface GpioOutputSettings {
  readonly line: GpioLine;
  readonly activeLow: boolean;
  readonly drive: "push-pull" | "open-drain" | "open-source";
  readonly pull: "up" | "down" | "none" | undefined;
  /** The level with which the line is taken; undefined: it is left as it is until the first write. */
  readonly initial: boolean | undefined;
}

/** Disposing it lets the line go, at whatever level the board then gives it. */
export interface GpioOutput extends Disposable {
  /** Takes the line first where somebody else had it. Throws a WriteFailure. */
  write(level: boolean): void;
}

/** Lines of the header, or of one chip. Takes each again after it was lost, until disposed. */
export interface GpioLines extends AsyncDisposable {
  /** Whether there is a chip to be used. */
  readonly isUp: boolean;
  /** Takes a line, shared by all that want it alike; an output of ours may be watched too. */
  watch(input: GpioInput, events: GpioInputEvents): Disposable;
  /** Takes the line within the call, at its initial level, where it can. */
  drive(output: GpioOutputSettings): GpioOutput;
}
