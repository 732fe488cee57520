import type { Clock } from "../core/clock.ts";
import { afterEdges } from "./after-edges.ts";

export type Press = "single" | "double" | "long";

export interface PressTimes {
  /** ms for which it is held; undefined: no press is long. */
  readonly long: number | undefined;
  /** ms between the release of the first and the second press; undefined: no press is double. */
  readonly double: number | undefined;
  readonly clock: Clock;
}

/** A button as its edges tell it, each of them `ago` ms before the call. */
export interface PressedButton {
  /** How it stands when nothing is known of before. */
  level(isDown: boolean): void;
  pressed(ago: number): void;
  released(ago: number): void;
  /** Nothing is known any more. */
  forget(): void;
}

/**
 * Makes presses of edges, each told as soon as it can be no other one, with how many ms ago it began. The times of the edges decide,
 * never when they come. Times below are those of the clock.
 */
export function tellPresses(
  { long, double, clock }: PressTimes,
  tell: (press: Press, ago: number) => void,
): PressedButton {
  /** Down since; undefined: up, or told already. */
  let downAt: number | undefined;
  let isDown: boolean | undefined;
  /** A single press that may become a double one. */
  let first: { readonly at: number; readonly until: number } | undefined;
  let timer: Disposable | undefined;

  const since = (at: number): number => clock.monotonic() - at;
  function wait(until: number | undefined, run: () => void): void {
    timer?.[Symbol.dispose]();
    timer = until === undefined ? undefined : afterEdges(until - clock.monotonic(), clock, run);
  }
  function settleFirst(): void {
    if (first !== undefined) tell("single", since(first.at));
    first = undefined;
  }
  function tellLong(): void {
    if (downAt !== undefined) tell("long", since(downAt));
    downAt = undefined;
  }

  return {
    level(now) {
      isDown ??= now;
    },
    pressed(ago) {
      if (isDown === true) return;
      isDown = true;
      const at = clock.monotonic() - ago;
      wait(undefined, () => undefined);
      if (first !== undefined && at <= first.until) {
        tell("double", since(first.at));
        first = undefined;
        return;
      }
      settleFirst();
      if (long === undefined && double === undefined) return tell("single", ago);
      downAt = at;
      if (long !== undefined) wait(at + long, tellLong);
    },
    released(ago) {
      if (isDown === false) return;
      isDown = false;
      const at = clock.monotonic() - ago;
      const began = downAt;
      if (began === undefined) return;
      if (long !== undefined && at - began >= long) {
        wait(undefined, () => undefined);
        return tellLong();
      }
      downAt = undefined;
      first = { at: began, until: at + (double ?? 0) };
      wait(double === undefined ? undefined : first.until, settleFirst);
      if (double === undefined) settleFirst();
    },
    forget() {
      wait(undefined, () => undefined);
      downAt = undefined;
      isDown = undefined;
      first = undefined;
    },
  };
}
