import { qualities } from "../../core/quality.ts";
import { isDecimal, type Value } from "../../core/value.ts";
import { ByteWriter } from "./byte-writer.ts";
import { form, forms, nextStep, type PackedReading, packVersion, type ScaleOf, usualKind } from "./packed-reading.ts";

/**
 * Readings in the order of their positions as few bytes: for each series one block of columns (positions, times, kinds, values), all as
 * differences to what comes before in it. `first` is a position up to that of the first reading.
 */
export function packReadings(readings: readonly PackedReading[], first: number, scaleOf: ScaleOf): Uint8Array {
  const base = readings[0]?.at ?? 0;
  const writer = new ByteWriter(16 + readings.length * 8);
  writer.byte(packVersion);
  writer.count(readings.length);
  writer.signed(base);
  const block = new ByteWriter();
  for (const [series, rows] of Map.groupBy(readings, (reading) => reading.series)) {
    const scale = scaleOf(series);
    const isUsual = rows.every((reading) => kindOf(reading, scale) === usualKind);
    packPositions(block, rows, first);
    packTimes(block, rows, base);
    if (!isUsual) {
      packRuns(
        block,
        rows.map((reading) => kindOf(reading, scale)),
      );
    }
    packValues(block, rows, scale);
    writer.count(series);
    writer.count(rows.length * 2 + (isUsual ? 0 : 1));
    writer.part(block);
  }
  return writer.take();
}

function packPositions(block: ByteWriter, rows: readonly PackedReading[], first: number): void {
  let next = first;
  for (const { position } of rows) {
    block.count(position - next);
    next = position + 1;
  }
}

/** Differences of differences: what comes at even times costs one byte. */
function packTimes(block: ByteWriter, rows: readonly PackedReading[], base: number): void {
  let before = base;
  let step = 0;
  let isFirst = true;
  for (const { at } of rows) {
    block.signed(at - before - step);
    // The first one's distance to the base says nothing about the next.
    if (!isFirst) step = nextStep(at - before);
    isFirst = false;
    before = at;
  }
}

/** Numbers of which many equal ones follow each other. */
function packRuns(block: ByteWriter, numbers: readonly number[]): void {
  let begin = 0;
  for (let place = 1; place <= numbers.length; place++) {
    if (place < numbers.length && numbers[place] === numbers[begin]) continue;
    block.count(numbers[begin] ?? 0);
    block.count(place - begin);
    begin = place;
  }
}

function kindOf({ quality, value }: PackedReading, scale: number): number {
  return qualities.indexOf(quality) * forms + formOf(value, scale);
}

function formOf(value: Value | undefined, scale: number): number {
  if (value === undefined) return form.none;
  if (typeof value === "boolean") return value ? form.on : form.off;
  if (!isDecimal(value)) return form.word;
  return value.scale === scale ? form.number : form.otherScale;
}

function packValues(block: ByteWriter, rows: readonly PackedReading[], scale: number): void {
  let words: Map<string, number> | undefined;
  let before = 0n;
  for (const { value } of rows) {
    if (typeof value === "string") {
      words ??= new Map();
      const index = words.get(value) ?? words.size;
      block.count(index);
      if (index === words.size) block.text(value);
      words.set(value, index);
    } else if (isDecimal(value) && value.scale === scale) {
      block.large(value.coefficient - before);
      before = value.coefficient;
    } else if (isDecimal(value)) {
      block.count(value.scale);
      block.large(value.coefficient);
    }
  }
}
