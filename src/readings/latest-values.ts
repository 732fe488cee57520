import type { Clock } from "../core/clock.ts";
import type { AffordancePath, ThingId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { sameData } from "../core/same-data.ts";
import type { Thing } from "../core/thing.ts";

/** What everybody saw of a property before, and sees now. */
export interface Change {
  readonly previous: Reading | undefined;
  readonly current: Reading;
}

interface Entry {
  readonly property: Property;
  /** As it came last. */
  reading: Reading | undefined;
  /** Monotonic ms at which it came. */
  cameAt: number;
  /** UTC ms of the last value whose time is known; what is no value tells only that a source was lost. */
  measuredAt: number | undefined;
  /** As everybody sees it: grown stale, or hidden while its Thing is away. */
  seen: Reading | undefined;
}

const nothingYet = { reading: undefined, cameAt: 0, measuredAt: undefined, seen: undefined } as const;

/** The latest value of every property: what alerts, limits, read-back, answers and state go by. */
export class LatestValues {
  readonly #clock: Clock;
  readonly #entries = new Map<AffordancePath, Entry>();
  readonly #away = new Set<ThingId>();

  constructor(things: readonly Thing[], clock: Clock) {
    this.#clock = clock;
    this.change(things);
  }

  /** Other Things: what is read as before keeps its reading, all else begins anew. */
  change(things: readonly Thing[]): void {
    const before = new Map(this.#entries);
    this.#entries.clear();
    for (const property of things.flatMap(({ properties }) => properties)) {
      const known = before.get(property.path);
      const stays = known !== undefined && isReadAlike(known.property, property);
      const entry = stays ? { ...known, property } : { ...nothingYet, property };
      this.#entries.set(property.path, entry);
    }
    const tell = new Set(things.filter(({ available }) => available !== undefined).map(({ id }) => id));
    for (const id of this.#away) if (!tell.has(id)) this.#away.delete(id);
  }

  /** The reading that came last counts, whatever time it was measured at. */
  put(reading: Reading): Change {
    const entry = this.#entries.get(reading.path);
    if (entry === undefined) throw new TypeError(`no property ${reading.path}`);
    entry.cameAt = this.#clock.monotonic();
    return this.#take(entry, reading);
  }

  /** What came before and goes on only now: how long nothing came is counted on. */
  putLate(reading: Reading): Change {
    const entry = this.#entries.get(reading.path);
    if (entry === undefined) throw new TypeError(`no property ${reading.path}`);
    return this.#take(entry, reading);
  }

  /** The source lives, though nothing of what it said goes on: what had grown stale is so no more. */
  heard(path: AffordancePath): Change | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    entry.cameAt = this.#clock.monotonic();
    return entry.seen?.quality === "stale" ? this.#look(entry) : undefined;
  }

  /** undefined: nothing is known yet. */
  get(path: AffordancePath): Reading | undefined {
    return this.#entries.get(path)?.seen;
  }

  /** What is known, in the order of the configuration. */
  all(): readonly Reading[] {
    return [...this.#entries.values()].flatMap(({ seen }) => seen ?? []);
  }

  /** Those that turned stale since the last call. */
  refreshStale(): readonly Change[] {
    const grown = [...this.#entries.values()].filter((entry) => isFresh(entry.seen) && this.#isStale(entry));
    return grown.map((entry) => this.#look(entry));
  }

  /** ms until the next one turns stale; undefined: none will by itself. */
  nextStaleIn(): number | undefined {
    const fresh = [...this.#entries.values()].filter(({ seen }) => isFresh(seen));
    const waits = fresh.flatMap((entry) => {
      const { stale } = entry.property;
      return stale === undefined ? [] : [Math.max(0, stale - this.#age(entry))];
    });
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** A Thing's properties are unavailable while it is away; when it is back their last readings count again. */
  setAvailable(thing: ThingId, isAvailable: boolean): readonly Change[] {
    if (this.#away.has(thing) !== isAvailable) return [];
    if (isAvailable) this.#away.delete(thing);
    else this.#away.add(thing);
    const entries = [...this.#entries.values()].filter(({ property }) => property.thing === thing);
    return entries.map((entry) => this.#look(entry));
  }

  /** Of a Thing that says that it is not there: UTC ms at which it measured last, as far as this run knows. undefined: it does not say so. */
  away(thing: ThingId): { readonly lastSeenAt: number | undefined } | undefined {
    if (!this.#away.has(thing)) return undefined;
    const entries = [...this.#entries.values()].filter(({ property }) => property.thing === thing);
    const times = entries.flatMap(({ measuredAt }) => measuredAt ?? []);
    return { lastSeenAt: times.length === 0 ? undefined : Math.max(...times) };
  }

  #take(entry: Entry, reading: Reading): Change {
    entry.reading = reading;
    if (reading.value !== undefined) entry.measuredAt = reading.measuredAt ?? entry.measuredAt;
    return this.#look(entry);
  }

  #look(entry: Entry): Change {
    const previous = entry.seen;
    const current = this.#asSeen(entry);
    entry.seen = current;
    return { previous, current };
  }

  #asSeen(entry: Entry): Reading {
    const { property, reading } = entry;
    if (this.#away.has(property.thing)) return this.#unavailable(property, "The Thing says that it is not there.");
    if (reading === undefined) return this.#unavailable(property, "Nothing came from the source yet.");
    if (isFresh(reading) && this.#isStale(entry)) return { ...reading, quality: "stale", takenAt: this.#clock.now() };
    return reading;
  }

  #unavailable({ path }: Property, detail: string): Reading {
    const takenAt = this.#clock.now();
    const fault = { code: "source-unavailable", detail } as const;
    return { path, value: undefined, quality: "unavailable", measuredAt: undefined, takenAt, fault };
  }

  #isStale(entry: Entry): boolean {
    const { stale } = entry.property;
    return stale !== undefined && this.#age(entry) >= stale;
  }

  #age({ cameAt }: Entry): number {
    return this.#clock.monotonic() - cameAt;
  }
}

/** Whether a reading of the one can be a reading of the other. */
export function isReadAlike(one: Property, other: Property): boolean {
  return readKeys.every((key) => sameData(one[key], other[key]));
}

const readKeys = ["type", "unit", "decimals", "enum", "minimum", "maximum", "from", "process"] as const;

function isFresh(reading: Reading | undefined): boolean {
  return reading?.quality === "ok" || reading?.quality === "out-of-range";
}
