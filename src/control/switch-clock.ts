import type { Clock } from "../core/clock.ts";
import type { Property } from "../core/property.ts";
import type { SwitchStore } from "../core/store-ports.ts";

/** Stored for a switch at which the clock was not trusted: nobody knows when it was. */
const unknownTime = 0;
/** ms between two switches by somebody else's hand that are stored; a contact that chatters must not wear the disk. */
const noticedEveryMs = 1_000;

interface Switch {
  /** Monotonic ms; that of this start for what was before it. */
  readonly at: number;
  /** UTC ms of one before this start, where it is known. */
  readonly storedAt: number | undefined;
}

/**
 * When one output was switched, for `min_off` and `max_switches`. Within a run only the monotonic clock counts. What was
 * before comes from the store, and only a trusted clock can tell how long ago that is: else it counts as at this start.
 */
export class SwitchClock {
  readonly #property: Property;
  readonly #clock: Clock;
  readonly #store: SwitchStore;
  readonly #startedAt: number;
  /** UTC ms of the start; undefined until the clock was trusted for the first time. Later steps of UTC change nothing. */
  #startedAtUtc: number | undefined;
  /** undefined: it is on. */
  #off: Switch | undefined;
  /** A reading shows off though it was switched on: old, or somebody else's hand. Nobody knows before the next one. */
  #seenOff: Switch | undefined;
  /** Likewise one that shows on though it is off. */
  #seenOn = false;
  /** Off is under way to the hardware, and may be there already. */
  #isGoingOff = false;
  /** Times switched on, oldest first. */
  #ons: Switch[];
  #noticedAt = Number.NEGATIVE_INFINITY;

  constructor(property: Property, clock: Clock, store: SwitchStore) {
    this.#property = property;
    this.#clock = clock;
    this.#store = store;
    this.#startedAt = clock.monotonic();
    this.#startedAtUtc = clock.isTrusted() ? clock.now() : undefined;
    const known = store.switches(property.path, 2 * (property.limits.maxSwitches?.count ?? 0) + 2);
    const newest = known[0];
    const unknown = this.#stored(unknownTime);
    this.#off = newest === undefined ? unknown : newest.on ? undefined : this.#stored(newest.at);
    this.#ons = known.length === 0 ? [unknown] : known.filter(({ on }) => on).map(({ at }) => this.#stored(at));
    this.#ons.reverse();
  }

  /** ms until `min_off` lets it on again; 0: now. While it is on, there is nothing to wait for. */
  get offWaitMs(): number {
    const { minOff } = this.#property.limits;
    if (minOff === undefined) return 0;
    if (this.#isGoingOff) return minOff;
    const off = this.#off ?? this.#seenOff;
    return off === undefined ? 0 : Math.max(0, minOff - this.#ago(off));
  }

  /** ms until `max_switches` lets it on again; 0: now. */
  get switchWaitMs(): number {
    const { maxSwitches } = this.#property.limits;
    if (maxSwitches === undefined) return 0;
    const ages = this.#ons.map((on) => this.#ago(on)).sort((a, b) => a - b);
    const decisive = ages[maxSwitches.count - 1];
    return decisive === undefined ? 0 : Math.max(0, maxSwitches.within - decisive);
  }

  /**
   * It is about to be switched on; written down before the hardware hears of it. Returns what takes it back, for a write
   * that certainly failed; the store then goes on saying that it was switched. Throws what the store throws.
   */
  goesOn(): () => void {
    const off = this.#off ?? this.#seenOff;
    if (off === undefined) return () => undefined;
    this.#note(true);
    const on = this.#now();
    this.#setOff(undefined);
    this.#addOn(on);
    return () => {
      this.#off = off;
      this.#ons = this.#ons.filter((candidate) => candidate !== on);
    };
  }

  /** It is about to be switched off. */
  goesOff(): void {
    this.#isGoingOff = this.#off === undefined || this.#seenOn;
  }

  /** It certainly was not. */
  stayedOn(): void {
    this.#isGoingOff = false;
  }

  /**
   * It is off, or may be. Written down only now: should this line get lost, the output counts as having been on until the
   * next start. Throws what the store throws.
   */
  isOff(): void {
    this.#isGoingOff = false;
    if (this.#off !== undefined && !this.#seenOn) return;
    this.#setOff(this.#now());
    this.#note(false);
  }

  /** A reading; `isOld`: it may be from before the last write. Throws what the store throws. */
  saw(on: boolean, isOld: boolean): void {
    if (this.#off === undefined) this.#seenOff = on ? undefined : (this.#seenOff ?? this.#now());
    else if (on) this.#seenOn = true;
    else if (this.#seenOn) this.#setOff(this.#now());
    if (!isOld) this.#wasSwitched(on);
  }

  /** By somebody else's hand. */
  #wasSwitched(on: boolean): void {
    if (on === (this.#off === undefined)) return;
    this.#setOff(on ? undefined : (this.#seenOff ?? this.#now()));
    if (on) this.#addOn(this.#now());
    if (this.#clock.monotonic() - this.#noticedAt < noticedEveryMs) return;
    this.#noticedAt = this.#clock.monotonic();
    this.#note(on);
  }

  #setOff(off: Switch | undefined): void {
    this.#off = off;
    this.#seenOff = undefined;
    this.#seenOn = false;
  }

  /** No more of them are kept than can matter, with one more for a write that fails. */
  #addOn(on: Switch): void {
    this.#ons = [...this.#ons, on].slice(-1 - (this.#property.limits.maxSwitches?.count ?? 0));
  }

  #note(on: boolean): void {
    this.#store.noteSwitch(this.#property.path, on, this.#clock.isTrusted() ? this.#clock.now() : unknownTime);
  }

  #now(): Switch {
    return { at: this.#clock.monotonic(), storedAt: undefined };
  }

  #stored(storedAt: number): Switch {
    return { at: this.#startedAt, storedAt: storedAt === unknownTime ? undefined : storedAt };
  }

  /** ms since then at least. */
  #ago({ at, storedAt }: Switch): number {
    if (this.#startedAtUtc === undefined && this.#clock.isTrusted()) {
      this.#startedAtUtc = this.#clock.now() - (this.#clock.monotonic() - this.#startedAt);
    }
    const sinceAt = this.#clock.monotonic() - at;
    if (storedAt === undefined || this.#startedAtUtc === undefined) return sinceAt;
    return sinceAt + Math.max(0, this.#startedAtUtc - storedAt);
  }
}
