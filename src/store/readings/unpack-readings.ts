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
  let told = 0;
  while (!reader.isAtEnd) {
    const series = reader.count();
    const size = reader.count();
    const rows = Math.floor(size / 2);
    const block = reader.bytes();
    told += rows;
    if (rows > block.length) throw new RangeError("a block says that it holds more than it can");
    if (!isWanted(series)) continue;
    const head = { series, first, base, rows, isUsual: size % 2 === 0, scale: scaleOf(series) };
    unpackBlock(new ByteReader(block), head, readings);
  }
  if (told !== count) throw new RangeError("a pack holds more or less than it says");
  return readings.sort((a, b) => a.position - b.position);
}

interface BlockHead {
  readonly series: number;
  readonly first: number;
  readonly base: number;
  readonly rows: number;
  readonly isUsual: boolean;
  readonly scale: number;
}

function unpackBlock(block: ByteReader, head: BlockHead, into: PackedReading[]): void {
  const { series, rows } = head;
  const positions = unpackPositions(block, head);
  const times = unpackTimes(block, head);
  const kinds = head.isUsual ? undefined : unpackRuns(block, rows);
  const readValue = valueReader(block, head.scale);
  for (let row = 0; row < rows; row++) {
    const kind = kinds?.[row] ?? usualKind;
    const quality = qualities[Math.floor(kind / forms)];
    if (quality === undefined) throw new RangeError("a reading of no quality");
    const value = readValue(kind % forms);
    into.push({ position: positions[row] ?? 0, series, at: times[row] ?? 0, quality, value });
  }
  if (!block.isAtEnd) throw new RangeError("a block is longer than it says");
}

function unpackPositions(block: ByteReader, { first, rows }: BlockHead): readonly number[] {
  const positions: number[] = [];
  for (let next = first; positions.length < rows; next++) {
    next += block.count();
    positions.push(next);
  }
  return positions;
}

function unpackTimes(block: ByteReader, { base, rows }: BlockHead): readonly number[] {
  const times: number[] = [];
  let at = base;
  let step = 0;
  while (times.length < rows) {
    const moved = block.signed() + step;
    if (times.length > 0) step = nextStep(moved);
    at += moved;
    times.push(at);
  }
  return times;
}

function unpackRuns(block: ByteReader, count: number): readonly number[] {
  const numbers: number[] = [];
  while (numbers.length < count) {
    const value = block.count();
    const length = block.count();
    if (length < 1 || numbers.length + length > count) throw new RangeError("a run of the wrong length");
    for (let place = 0; place < length; place++) numbers.push(value);
  }
  return numbers;
}

function valueReader(block: ByteReader, scale: number): (kind: number) => Value | undefined {
  const words: string[] = [];
  let before = 0n;
  return (kind) => {
    switch (kind) {
      case form.none:
        return undefined;
      case form.number:
        before += block.large();
        return { coefficient: before, scale };
      case form.otherScale: {
        const ownScale = block.count();
        return { coefficient: block.large(), scale: ownScale };
      }
      case form.off:
        return false;
      case form.on:
        return true;
      case form.word: {
        const index = block.count();
        if (index === words.length) words.push(block.text());
        const word = words[index];
        if (word === undefined) throw new RangeError("a word that was not told");
        return word;
      }
      default:
        throw new RangeError("a value of an unknown form");
    }
  };
}
