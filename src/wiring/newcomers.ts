import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";

/** Who was there at the last look and what is still to be told. Outlives a reload, which makes the watches anew. */
export interface NewcomerMemory {
  /** undefined: nobody has looked yet. */
  known: ReadonlySet<string> | undefined;
  isOwed: boolean;
  /** Monotonic ms. */
  toldAt: number;
}

export function newcomerMemory(): NewcomerMemory {
  return { known: undefined, isOwed: false, toldAt: Number.NEGATIVE_INFINITY };
}

export interface NewcomerParts {
  readonly rooms: Pick<RoomFacts, "members">;
  readonly watched: readonly RoomId[];
  readonly clock: Clock;
  readonly memory: NewcomerMemory;
  /** Somebody is there who cannot read what was sent before. */
  readonly tellAgain: () => void;
}

const lookEveryMs = 2_000;
const tellAtMostEveryMs = 10 * 60_000;

/** Notices who joined since the last look, and has everything told again, at most once in 10 minutes. */
export function watchNewcomers({ rooms, watched, clock, memory, tellAgain }: NewcomerParts): Disposable {
  const present = (): readonly string[] =>
    watched.flatMap((room) => rooms.members(room).map((user) => `${room} ${user}`));
  let timer: Disposable;
  const look = (): void => {
    const here = present();
    const { known } = memory;
    if (here.some((member) => !known?.has(member))) memory.isOwed = true;
    memory.known = new Set(here);
    if (memory.isOwed && clock.monotonic() - memory.toldAt >= tellAtMostEveryMs) {
      memory.isOwed = false;
      memory.toldAt = clock.monotonic();
      tellAgain();
    }
    timer = clock.after(lookEveryMs, look);
  };
  memory.known ??= new Set(present());
  timer = clock.after(lookEveryMs, look);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
