import type { PackedReading } from "./packed-reading.ts";

export interface LaidBySeries {
  /** Those of one series after each other, in their order. */
  readonly readings: readonly PackedReading[];
  /** Where each series begins. */
  readonly begins: readonly number[];
}

/** Lays readings together by series, in the order of their ids or of their first readings. There may be thousands with one each: none is a list of its own. */
export function layBySeries(readings: readonly PackedReading[], order: "ids" | "firsts"): LaidBySeries {
  const { firsts, next } = chain(readings);
  const seriesAt = (place: number): number => readings[place]?.series ?? 0;
  if (order === "ids") firsts.sort((one, other) => seriesAt(one) - seriesAt(other));
  const laid: PackedReading[] = [];
  const begins: number[] = [];
  for (const first of firsts) {
    begins.push(laid.length);
    for (let place = first; place !== none; place = next[place] ?? none) {
      const reading = readings[place];
      if (reading !== undefined) laid.push(reading);
    }
  }
  return { readings: laid, begins };
}

const none = -1;

/** The place of each series' first reading, and for each place that of the next one of its series. */
function chain(readings: readonly PackedReading[]): { readonly firsts: number[]; readonly next: Int32Array } {
  const firsts: number[] = [];
  const next = new Int32Array(readings.length).fill(none);
  const lasts = new Map<number, number>();
  let place = 0;
  for (const { series } of readings) {
    const last = lasts.get(series);
    if (last === undefined) firsts.push(place);
    else next[last] = place;
    lasts.set(series, place);
    place += 1;
  }
  return { firsts, next };
}
