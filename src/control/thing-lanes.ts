import type { ThingId } from "../core/ids.ts";

interface Lane<Item> {
  readonly waiting: Item[];
  /** Those that went ahead; what comes later waits for them. */
  readonly ahead: Set<Promise<void>>;
}

/** One lane per Thing: one item at a time in the order of arrival, but for those that go ahead at once. */
export class ThingLanes<Item> {
  readonly #carry: (item: Item) => Promise<void>;
  readonly #track: (work: Promise<void>) => void;
  readonly #lanes = new Map<ThingId, Lane<Item>>();

  /** `carry` never rejects; `track` gets whatever is under way. */
  constructor(carry: (item: Item) => Promise<void>, track: (work: Promise<void>) => void) {
    this.#carry = carry;
    this.#track = track;
  }

  waiting(thing: ThingId): readonly Item[] {
    return this.#lanes.get(thing)?.waiting ?? [];
  }

  enqueue(thing: ThingId, item: Item): void {
    this.#laneOf(thing).waiting.push(item);
  }

  goAhead(thing: ThingId, item: Item): void {
    const { ahead } = this.#laneOf(thing);
    const carried = this.#carry(item).finally(() => ahead.delete(carried));
    ahead.add(carried);
    this.#track(carried);
  }

  /** Takes out what waits; does nothing for an item that is under way. */
  remove(thing: ThingId, item: Item): void {
    const waiting = this.#lanes.get(thing)?.waiting;
    const place = waiting?.indexOf(item) ?? -1;
    if (place !== -1) waiting?.splice(place, 1);
  }

  /** Takes out everything that waits. */
  removeAll(): readonly Item[] {
    return [...this.#lanes.values()].flatMap(({ waiting }) => waiting.splice(0));
  }

  #laneOf(thing: ThingId): Lane<Item> {
    const known = this.#lanes.get(thing);
    if (known !== undefined) return known;
    const lane = { waiting: [], ahead: new Set<Promise<void>>() };
    this.#lanes.set(thing, lane);
    this.#track(this.#drain(thing, lane));
    return lane;
  }

  /** Begins once whoever asked for the lane has put something into it. */
  async #drain(thing: ThingId, { waiting, ahead }: Lane<Item>): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0 || ahead.size > 0) {
      const next = ahead.size === 0 ? waiting.shift() : undefined;
      if (next === undefined) await Promise.all(ahead);
      else await this.#carry(next);
    }
    this.#lanes.delete(thing);
  }
}
