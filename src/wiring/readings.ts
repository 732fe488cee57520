import type { Clock } from "../core/clock.ts";
import { toValue } from "../core/convert.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { sameData } from "../core/same-data.ts";
import { sameValue } from "../core/same-value.ts";
import type { Sample } from "../core/sample.ts";
import type { ReadingLog } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { decode } from "../readings/decode.ts";
import { FaultCounter } from "../readings/fault-counter.ts";
import { type Change, isReadAlike, LatestValues } from "../readings/latest-values.ts";
import { logEntry } from "../readings/log-entry.ts";
import { ReportFilter } from "../readings/report-filter.ts";
import { availabilityPath } from "./open-hardware.ts";

export interface ReadingParts {
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly log: Log;
  readonly readingLog: Pick<ReadingLog, "append">;
  /** Every reading of a property as it is taken: limits and read-back go by it. */
  readonly onReading: (property: Property, reading: Reading) => void;
  /** What everybody sees of a property changed: state goes by it. */
  readonly onChange: (property: Property) => void;
}

/** The way of a reading up to the durable log, with what may be asked about it on the way. */
export interface ReadingWay extends Disposable {
  readonly latest: LatestValues;
  readonly faults: FaultCounter;
  /** How many readings went to the log since the start. */
  readonly recorded: () => number;
  /** Takes a driver's sample. Never throws. */
  take(sample: Sample): void;
  /** Other Things: what is read and reported as before goes on as if nothing had happened. */
  change(things: readonly Thing[]): void;
}

/** sample → decode → latest value → report filter → reading log. Synchronous; fails only as a counted fault. */
export function wireReadings(parts: ReadingParts): ReadingWay {
  const { clock, log, readingLog, onReading, onChange } = parts;
  const latest = new LatestValues(parts.things, clock);
  const faults = new FaultCounter();
  let { properties, filters, availability } = byPath(parts.things);
  let timer: Disposable | undefined;
  let recorded = 0;

  const record = (property: Property, reading: Reading): void => {
    recorded += 1;
    readingLog.append(logEntry(property, reading));
  };
  const follow = ({ previous, current }: Change): void => {
    const property = properties.get(current.path);
    if (property === undefined) return;
    if (filters.get(current.path)?.admit(current, clock.monotonic())) record(property, current);
    if (isNews(previous, current)) onChange(property);
  };
  const takeAvailability = (thing: Thing, sample: Sample): void => {
    if (sample.kind === "absent") return;
    const isThere = availableValue(thing, sample);
    if (isThere !== undefined) latest.setAvailable(thing.id, isThere).forEach(follow);
  };
  const takeValue = (property: Property, sample: Sample): void => {
    const reading = decode(property, sample, clock.now());
    sayFault(log, faults, reading, clock.monotonic());
    const change = latest.put(reading);
    onReading(property, reading);
    follow(change);
  };
  const schedule = (): void => {
    timer?.[Symbol.dispose]();
    const now = clock.monotonic();
    const dueAts = [...filters.values()].flatMap((filter) => filter.nextDueAt() ?? []);
    const waits = [...dueAts.map((at) => at - now), latest.nextStaleIn() ?? longestWaitMs, longestWaitMs];
    timer = clock.after(Math.max(shortestWaitMs, Math.min(...waits)), tick);
  };
  const tick = (): void => {
    latest.refreshStale().forEach(follow);
    for (const [path, filter] of filters) {
      const reading = filter.due(clock.monotonic());
      const property = properties.get(path);
      if (reading !== undefined && property !== undefined) record(property, reading);
    }
    schedule();
  };
  schedule();
  return {
    latest,
    faults,
    recorded: () => recorded,
    take(sample) {
      const property = properties.get(sample.path);
      const thing = availability.get(sample.path);
      if (property !== undefined) takeValue(property, sample);
      else if (thing !== undefined) takeAvailability(thing, sample);
    },
    change(things) {
      latest.change(things);
      const next = byPath(things);
      for (const [path, filter] of filters) {
        const [before, after] = [properties.get(path), next.properties.get(path)];
        if (before === undefined) continue;
        if (after !== undefined && isReportedAlike(before, after)) {
          next.filters.set(path, filter);
          continue;
        }
        const withheld = filter.due(Number.POSITIVE_INFINITY);
        if (withheld !== undefined) record(before, withheld);
      }
      ({ properties, filters, availability } = next);
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
}

function byPath(things: readonly Thing[]) {
  const all = things.flatMap((thing) => thing.properties);
  return {
    properties: new Map(all.map((property) => [property.path, property])),
    filters: new Map(all.map((property) => [property.path, new ReportFilter(property)])),
    availability: new Map(things.map((thing) => [availabilityPath(thing), thing])),
  };
}

function isReportedAlike(one: Property, other: Property): boolean {
  return isReadAlike(one, other) && sameData(one.report, other.report) && one.momentary === other.momentary;
}

/** Withheld and stale readings are looked for at least and at most this often. */
const longestWaitMs = 1000;
const shortestWaitMs = 50;

function isNews(previous: Reading | undefined, current: Reading): boolean {
  if (previous?.quality !== current.quality) return true;
  if (previous.value === undefined || current.value === undefined) return previous.value !== current.value;
  return !sameValue(previous.value, current.value);
}

function sayFault(log: Log, faults: FaultCounter, { path, fault }: Reading, now: number): void {
  const turn = faults.note(path, fault, now);
  if (turn === "warn" && fault !== undefined) log.warn(`${path}: ${fault.detail}`, { code: fault.code });
  if (turn === "recovered") log.info(`${path}: readings are back`);
}

function availableValue({ available }: Thing, sample: Extract<Sample, { kind: "value" }>): boolean | undefined {
  const shape = { type: "boolean", decimals: 0, enum: undefined } as const;
  const converted = toValue(shape, available?.conversion ?? {}, sample.wire);
  return converted.ok && typeof converted.value === "boolean" ? converted.value : undefined;
}
