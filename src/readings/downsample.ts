import { compareDecimals, type Decimal } from "../core/decimal.ts";
import type { LogEntry } from "../core/store-ports.ts";
import { mostWords, type Stretch } from "../core/stretch.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** What is taken of an entry of the log. */
export type Sampled = Pick<LogEntry, "at" | "quality" | "value">;

/**
 * History from `fromAt` up to `toAt` (UTC ms) in at most `most` stretches of equal length, in the order of time; those without a
 * reading are left out. Only readings of quality `ok` count, others break the curve. No more than one stretch a part is held, however
 * long the history.
 */
export class Downsampling {
  readonly #fromAt: number;
  readonly #toAt: number;
  readonly #length: number;
  readonly #stretches = new Map<number, Stretch>();
  /** UTC ms of the first and the last reading of a part that cannot be trusted. */
  readonly #doubts = new Map<number, { readonly first: number; readonly last: number }>();

  constructor(fromAt: number, toAt: number, most: number) {
    this.#fromAt = fromAt;
    this.#toAt = toAt;
    this.#length = Math.max(1, (toAt - fromAt + 1) / most);
  }

  take({ at, quality, value }: Sampled): void {
    if (at < this.#fromAt || at > this.#toAt) return;
    const place = Math.floor((at - this.#fromAt) / this.#length);
    if (quality === "ok" && value !== undefined) {
      this.#stretches.set(place, together(this.#stretches.get(place), at, value));
      return;
    }
    const { first = at, last = at } = this.#doubts.get(place) ?? {};
    this.#doubts.set(place, { first: Math.min(first, at), last: Math.max(last, at) });
  }

  stretches(): readonly Stretch[] {
    const doubts = [...this.#doubts].toSorted(byPlace).flatMap(([, { first, last }]) => [first, last]);
    const told = [...this.#stretches].toSorted(byPlace).map(([, stretch]) => stretch);
    let next = 0;
    return told.map((stretch, at) => {
      while ((doubts[next] ?? Number.POSITIVE_INFINITY) <= stretch.toAt) next += 1;
      const until = told[at + 1]?.fromAt ?? Number.POSITIVE_INFINITY;
      const isBroken = (doubts[next] ?? until) < until;
      return isBroken ? { ...stretch, isBroken } : stretch;
    });
  }
}

/** The same of readings that are all there. */
export function downsample(entries: Iterable<Sampled>, fromAt: number, toAt: number, most: number): readonly Stretch[] {
  const sampling = new Downsampling(fromAt, toAt, most);
  for (const entry of entries) sampling.take(entry);
  return sampling.stretches();
}

const byPlace = ([one]: readonly [number, unknown], [other]: readonly [number, unknown]): number => one - other;

/** Late data may be older than what came before it. */
function together(known: Stretch | undefined, at: number, value: Value): Stretch {
  const number = isDecimal(value) ? value : undefined;
  if (known === undefined) {
    const words = isDecimal(value) ? [] : [value];
    const ends = { first: value, last: value, least: number, greatest: number };
    return { fromAt: at, toAt: at, count: 1, ...ends, words, isBroken: false };
  }
  return {
    ...known,
    fromAt: Math.min(known.fromAt, at),
    toAt: Math.max(known.toAt, at),
    count: known.count + 1,
    first: at < known.fromAt ? value : known.first,
    last: at >= known.toAt ? value : known.last,
    least: further(known.least, number, -1),
    greatest: further(known.greatest, number, 1),
    words: withWord(known.words, value),
  };
}

function withWord(words: Stretch["words"], value: Value): Stretch["words"] {
  if (isDecimal(value) || words.includes(value) || words.length >= mostWords) return words;
  return [...words, value];
}

function further(one: Decimal | undefined, other: Decimal | undefined, sign: 1 | -1): Decimal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return compareDecimals(other, one) * sign > 0 ? other : one;
}
