import { qualities } from "../../core/quality.ts";
import type { Value } from "../../core/value.ts";
import { ByteReader } from "./byte-reader.ts";
import { form, forms, nextStep, type PackedReading, packVersion, type ScaleOf, usualKind } from "./packed-reading.ts";

/**
 * Reads what `packReadings` wrote, in the order of positions; only the series that are wanted, which costs little. Throws an error
 * when the bytes make no sense.
 */
export function unpackReadings(
  bytes: Uint8Array,
  first: number,
  scaleOf: ScaleOf,
  isWanted: (series: number) => boolean = () => true,
): readonly PackedReading[] {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== packVersion) throw new RangeError("a pack of an unknown form");
  const count = reader.count();
  const base = reader.signed();
  const readings: PackedReading[] = [];
  const block = new Block(reader, first, base);
  let told = 0;
  while (!reader.isAtEnd) {
    const series = reader.count();
    const size = reader.count();
    const rows = Math.floor(size / 2);
    const end = reader.part();
    told += rows;
    if (rows > end - reader.at) throw new RangeError("a block says that it holds more than it can");
    if (isWanted(series)) block.unpack({ series, rows, isUsual: size % 2 === 0, scale: scaleOf(series) }, readings);
    else reader.skipTo(end);
    if (reader.at !== end) throw new RangeError("a block is longer or shorter than it says");
  }
  if (told !== count) throw new RangeError("a pack holds more or less than it says");
  return readings.sort((a, b) => a.position - b.position);
}

interface BlockHead {
  readonly series: number;
  readonly rows: number;
  readonly isUsual: boolean;
  readonly scale: number;
}

/** One block after the other: there may be thousands, of a reading each, so nothing is made anew for each. */
class Block {
  readonly #reader: ByteReader;
  readonly #first: number;
  readonly #base: number;
  readonly #positions: number[] = [];
  readonly #times: number[] = [];
  readonly #kinds: number[] = [];
  readonly #words: string[] = [];
  #coefficient: number | bigint = 0;

  constructor(reader: ByteReader, first: number, base: number) {
    this.#reader = reader;
    this.#first = first;
    this.#base = base;
  }

  unpack({ series, rows, isUsual, scale }: BlockHead, into: PackedReading[]): void {
    this.#unpackPositions(rows);
    this.#unpackTimes(rows);
    if (!isUsual) this.#unpackKinds(rows);
    this.#words.length = 0;
    this.#coefficient = 0;
    for (let row = 0; row < rows; row++) {
      const kind = isUsual ? usualKind : (this.#kinds[row] ?? usualKind);
      const quality = qualities[Math.floor(kind / forms)];
      if (quality === undefined) throw new RangeError("a reading of no quality");
      const value = this.#value(kind % forms, scale);
      into.push({ position: this.#positions[row] ?? 0, series, at: this.#times[row] ?? 0, quality, value });
    }
  }

  #unpackPositions(rows: number): void {
    let next = this.#first;
    for (let row = 0; row < rows; row++) {
      next += this.#reader.count();
      this.#positions[row] = next;
      next += 1;
    }
  }

  #unpackTimes(rows: number): void {
    let at = this.#base;
    let step = 0;
    for (let row = 0; row < rows; row++) {
      const moved = this.#reader.signed() + step;
      if (row > 0) step = nextStep(moved);
      at += moved;
      this.#times[row] = at;
    }
  }

  #unpackKinds(rows: number): void {
    for (let row = 0; row < rows; ) {
      const kind = this.#reader.count();
      const length = this.#reader.count();
      if (length < 1 || row + length > rows) throw new RangeError("a run of the wrong length");
      for (const end = row + length; row < end; row++) this.#kinds[row] = kind;
    }
  }

  #value(kind: number, scale: number): Value | undefined {
    switch (kind) {
      case form.none:
        return undefined;
      case form.number:
        this.#coefficient = sum(this.#coefficient, this.#reader.large());
        return { coefficient: BigInt(this.#coefficient), scale };
      case form.otherScale: {
        const ownScale = this.#reader.count();
        return { coefficient: BigInt(this.#reader.large()), scale: ownScale };
      }
      case form.off:
        return false;
      case form.on:
        return true;
      case form.word:
        return this.#word();
      default:
        throw new RangeError("a value of an unknown form");
    }
  }

  #word(): string {
    const index = this.#reader.count();
    if (index === this.#words.length) this.#words.push(this.#reader.text());
    const word = this.#words[index];
    if (word === undefined) throw new RangeError("a word that was not told");
    return word;
  }
}

function sum(one: number | bigint, other: number | bigint): number | bigint {
  // Bigints are slow, and hardly ever needed.
  const near = typeof one === "number" && typeof other === "number" ? one + other : Number.NaN;
  return Number.isSafeInteger(near) ? near : BigInt(one) + BigInt(other);
}
