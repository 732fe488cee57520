import { AgentFault } from "../../core/agent-fault.ts";
import { changeReadings, type ReadingParts } from "./reading-parts.ts";

/** ms after which what says that an event left is written, if no other change took it along. */
const withinMs = 5000;

export interface LeftLater extends Disposable {
  /** An event left just now. */
  soon(): void;
}

/** Writes in time, and at the end, that an event left. Where the disk takes nothing, whoever writes next is told. */
export function writeLeftLater(parts: ReadingParts): LeftLater {
  const { sealed, clock } = parts;
  let timer: Disposable | undefined;
  let leftAt = 0;
  const write = (): void => {
    if (!sealed.hasLeft()) return;
    try {
      changeReadings(parts, () => []);
    } catch (cause) {
      if (!(cause instanceof AgentFault)) throw cause;
    }
  };
  const look = (): void => {
    timer = undefined;
    const restMs = leftAt + withinMs - clock.monotonic();
    if (restMs <= 0) write();
    if (sealed.hasLeft()) timer = clock.after(restMs > 0 ? restMs : withinMs, look);
  };
  return {
    soon() {
      leftAt = clock.monotonic();
      timer ??= clock.after(withinMs, look);
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      write();
    },
  };
}
