import { qualities } from "../../core/quality.ts";
import { isDecimal, type Value } from "../../core/value.ts";
import { ByteWriter } from "./byte-writer.ts";
import { layBySeries } from "./lay-by-series.ts";
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
  const laid = layBySeries(readings, "firsts");
  for (const [place, begin] of laid.begins.entries()) {
    const rows = { all: laid.readings, begin, end: laid.begins[place + 1] ?? readings.length };
    const series = laid.readings[begin]?.series ?? 0;
    const scale = scaleOf(series);
    const isUsual = hasUsualKinds(rows, scale);
    packPositions(block, rows, first);
    packTimes(block, rows, base);
    if (!isUsual) packRuns(block, kindsOf(rows, scale));
    packValues(block, rows, scale);
    writer.count(series);
    writer.count((rows.end - begin) * 2 + (isUsual ? 0 : 1));
    writer.part(block);
  }
  return writer.take();
}

/** The readings of one series among all. */
interface Rows {
  readonly all: readonly PackedReading[];
  readonly begin: number;
  readonly end: number;
}

function packPositions(block: ByteWriter, { all, begin, end }: Rows, first: number): void {
  let next = first;
  for (let row = begin; row < end; row++) {
    const position = all[row]?.position ?? next;
    block.count(position - next);
    next = position + 1;
  }
}

/** Differences of differences: what comes at even times costs one byte. */
function packTimes(block: ByteWriter, { all, begin, end }: Rows, base: number): void {
  let before = base;
  let step = 0;
  for (let row = begin; row < end; row++) {
    const at = all[row]?.at ?? before;
    block.signed(at - before - step);
    // The first one's distance to the base says nothing about the next.
    if (row > begin) step = nextStep(at - before);
    before = at;
  }
}

function hasUsualKinds({ all, begin, end }: Rows, scale: number): boolean {
  for (let row = begin; row < end; row++) {
    const reading = all[row];
    if (reading !== undefined && kindOf(reading, scale) !== usualKind) return false;
  }
  return true;
}

function kindsOf({ all, begin, end }: Rows, scale: number): readonly number[] {
  return all.slice(begin, end).map((reading) => kindOf(reading, scale));
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

function packValues(block: ByteWriter, { all, begin, end }: Rows, scale: number): void {
  let words: Map<string, number> | undefined;
  let before = 0n;
  for (let row = begin; row < end; row++) {
    const value = all[row]?.value;
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
