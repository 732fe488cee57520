import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";

export interface NewcomerParts {
  readonly rooms: Pick<RoomFacts, "members">;
  readonly watched: readonly RoomId[];
  readonly clock: Clock;
  /** Somebody is there who cannot read what was sent before. */
  readonly tellAgain: () => void;
}

const lookEveryMs = 10_000;
const tellAtMostEveryMs = 10 * 60_000;

/** Notices who joined since the last look, and has everything told again, at most once in 10 minutes. */
export function watchNewcomers({ rooms, watched, clock, tellAgain }: NewcomerParts): Disposable {
  const known = new Set<UserId>(watched.flatMap((room) => rooms.members(room)));
  let isOwed = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let timer: Disposable;
  const look = (): void => {
    const here = watched.flatMap((room) => rooms.members(room));
    if (here.some((user) => !known.has(user))) isOwed = true;
    known.clear();
    for (const user of here) known.add(user);
    if (isOwed && clock.monotonic() - toldAt >= tellAtMostEveryMs) {
      isOwed = false;
      toldAt = clock.monotonic();
      tellAgain();
    }
    timer = clock.after(lookEveryMs, look);
  };
  timer = clock.after(lookEveryMs, look);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
