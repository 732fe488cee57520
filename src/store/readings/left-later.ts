import type { Clock } from "../../core/clock.ts";

/** ms after which what says that an event left is written, if no other change took it along. */
const withinMs = 5000;

export interface LeftLater extends Disposable {
  /** An event left just now. */
  soon(): void;
}

interface Parts {
  readonly clock: Clock;
  /** Whether the disk does not know yet. */
  readonly hasLeft: () => boolean;
  /** Never throws for a disk that takes nothing: whoever writes next is told. */
  readonly write: () => void;
}

/** Has it written in time, and at the end, that an event left. */
export function leftLater({ clock, hasLeft, write }: Parts): LeftLater {
  let timer: Disposable | undefined;
  let leftAt = 0;
  const look = (): void => {
    timer = undefined;
    const restMs = leftAt + withinMs - clock.monotonic();
    if (restMs <= 0 && hasLeft()) write();
    if (hasLeft()) timer = clock.after(restMs > 0 ? restMs : withinMs, look);
  };
  return {
    soon() {
      leftAt = clock.monotonic();
      timer ??= clock.after(withinMs, look);
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      if (hasLeft()) write();
    },
  };
}
