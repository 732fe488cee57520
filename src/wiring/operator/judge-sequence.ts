import type { TelemetryPlace } from "../../core/telemetry-place.ts";
import {
  addToNumberRanges,
  formatNumberRanges,
  inNumberRanges,
  type NumberRanges,
  parseNumberRanges,
} from "./number-ranges.ts";

/** The numbers of telemetry events taken from one agent, by epoch. */
export type SequenceMarks = ReadonlyMap<number, NumberRanges>;

export interface Gap {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
}

export type SequenceJudgement =
  | { readonly kind: "duplicate" }
  | {
      readonly kind: "new";
      /** One sealed after it was here before it. */
      readonly isLate: boolean;
      /** What is missing before it and was not told yet. */
      readonly gaps: readonly Gap[];
      readonly marks: SequenceMarks;
    };

const mostEpochs = 8;

/**
 * Whether a telemetry event is new, and what it shows to be missing. The first event ever sets where counting begins. One
 * of an epoch before the last eight counts as a duplicate, since nobody knows any more.
 */
export function judgeSequence(marks: SequenceMarks, place: TelemetryPlace): SequenceJudgement {
  const { epoch, seq } = place;
  const epochs = [...marks.keys()].sort((a, b) => a - b);
  const [oldest = 0] = epochs;
  const newest = epochs.at(-1);
  const ranges = marks.get(epoch) ?? [];
  if (inNumberRanges(ranges, seq)) return { kind: "duplicate" };
  if (epochs.length >= mostEpochs && epoch < oldest) return { kind: "duplicate" };
  const isFirstEver = newest === undefined;
  const isLate = !isFirstEver && (epoch < newest || seq < highestOf(ranges));
  const added = new Map([...marks, [epoch, addToNumberRanges(ranges, seq)] as const]);
  const gaps = isFirstEver || isLate ? [] : [...gapBefore(marks, place), ...gapWithin(ranges, place)];
  return { kind: "new", isLate, gaps, marks: newestOf(added) };
}

function gapBefore(marks: SequenceMarks, { after }: TelemetryPlace): Gap[] {
  if (after === undefined) return [];
  const from = highestOf(marks.get(after.epoch) ?? []) + 1;
  return from <= after.seq ? [{ epoch: after.epoch, from, to: after.seq }] : [];
}

function gapWithin(ranges: NumberRanges, { epoch, seq }: TelemetryPlace): Gap[] {
  const from = highestOf(ranges) + 1;
  return from < seq ? [{ epoch, from, to: seq - 1 }] : [];
}

function highestOf(ranges: NumberRanges): number {
  return ranges.at(-1)?.[1] ?? 0;
}

function newestOf(marks: SequenceMarks): SequenceMarks {
  return new Map([...marks].sort(([a], [b]) => a - b).slice(-mostEpochs));
}

/** As one durable fact: `{"17":"1-204,206"}`. */
export function formatSequenceMarks(marks: SequenceMarks): string {
  return JSON.stringify(Object.fromEntries([...marks].map(([epoch, ranges]) => [epoch, formatNumberRanges(ranges)])));
}

export function parseSequenceMarks(text: string | undefined): SequenceMarks {
  const entries = Object.entries(JSON.parse(text ?? "{}") as Readonly<Record<string, string>>);
  return new Map(entries.map(([epoch, ranges]) => [Number(epoch), parseNumberRanges(ranges)]));
}
