import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";

export interface NewcomerParts {
  readonly rooms: Pick<RoomFacts, "members">;
  readonly watched: readonly RoomId[];
  readonly clock: Clock;
  /** Somebody is there who cannot read what was sent before. */
  readonly tellAgain: () => void;
}

const lookEveryMs = 2_000;
const tellAtMostEveryMs = 10 * 60_000;

/** Notices who joined since the last look, and has everything told again, at most once in 10 minutes. */
export function watchNewcomers({ rooms, watched, clock, tellAgain }: NewcomerParts): Disposable {
  const present = (): readonly string[] =>
    watched.flatMap((room) => rooms.members(room).map((user) => `${room} ${user}`));
  const known = new Set(present());
  let isOwed = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let timer: Disposable;
  const look = (): void => {
    const here = present();
    if (here.some((member) => !known.has(member))) isOwed = true;
    known.clear();
    for (const member of here) known.add(member);
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
