import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";
import type { ControlStore } from "../core/store-ports.ts";

export interface UnlistedParts {
  readonly rooms: readonly RoomId[];
  /** Where it is told. */
  readonly room: RoomId;
  readonly roomFacts: Pick<RoomFacts, "members">;
  readonly isListed: (user: UserId) => boolean;
  readonly store: Pick<ControlStore, "fact" | "setFact" | "post">;
  readonly clock: Clock;
  /** A whole `m.room.message` about some of them and how many more there are; undefined: the room is not told. */
  readonly tell: ((users: readonly UserId[], more: number) => object) | undefined;
  readonly onJoined: (users: readonly UserId[]) => void;
  /** Fewer are there than before. */
  readonly onLeft: () => void;
  /** The store did not take it; it is tried again at the next look. */
  readonly onFault: (error: unknown) => void;
}

const lookEveryMs = 2_000;
const tellAtMostEveryMs = 600_000;
const mostNamed = 5;
/** Of one room; a homeserver can invent any number of members. */
const mostKnown = 100;

/** Who is in the rooms without being listed; told as they come, over restarts, at most once in 10 minutes. */
export class UnlistedPeople implements Disposable {
  readonly #parts: UnlistedParts;
  readonly #owed = new Set<UserId>();
  #here: readonly UserId[] = [];
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;

  constructor(parts: UnlistedParts) {
    this.#parts = parts;
    this.#look();
  }

  get here(): readonly UserId[] {
    return this.#here;
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #look(): void {
    const { clock, onFault } = this.#parts;
    this.#timer = clock.after(lookEveryMs, () => this.#look());
    try {
      this.#compareAll();
      if (this.#owed.size > 0 && clock.monotonic() - this.#toldAt >= tellAtMostEveryMs) this.#tell();
    } catch (error) {
      onFault(error);
    }
  }

  #compareAll(): void {
    const { rooms, roomFacts, isListed } = this.#parts;
    const here = new Set<UserId>();
    for (const room of rooms) {
      const unlisted = roomFacts.members(room).filter((user) => !isListed(user));
      for (const user of unlisted) here.add(user);
      this.#compare(room, unlisted.slice(0, mostKnown));
    }
    const isFewer = this.#here.length > here.size;
    this.#here = [...here];
    if (isFewer) this.#parts.onLeft();
  }

  #compare(room: RoomId, unlisted: readonly UserId[]): void {
    const { store } = this.#parts;
    const name = `unlisted:${room}`;
    const before = store.fact(name) ?? "";
    const known = before.split(" ");
    for (const user of unlisted) if (!known.includes(user)) this.#owed.add(user);
    const now = unlisted.toSorted().join(" ");
    if (now !== before) store.setFact(name, now);
  }

  #tell(): void {
    const { store, room, clock, tell, onJoined } = this.#parts;
    const users = [...this.#owed];
    if (tell !== undefined) {
      const content = tell(users.slice(0, mostNamed), Math.max(0, users.length - mostNamed));
      store.post({ class: "answer", event: { room, type: "m.room.message", content } });
    }
    this.#owed.clear();
    this.#toldAt = clock.monotonic();
    onJoined(users);
  }
}
