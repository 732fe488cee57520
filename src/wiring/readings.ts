import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { type Receipt, shareReceipt } from "../core/receipt.ts";
import { sameValue } from "../core/same-value.ts";
import type { Sample } from "../core/sample.ts";
import type { Thing } from "../core/thing.ts";
import { decode } from "../readings/decode.ts";
import { FaultCounter } from "../readings/fault-counter.ts";
import { type Change, LatestValues } from "../readings/latest-values.ts";
import { Processing } from "../readings/processing.ts";
import { availabilityPath } from "./availability-path.ts";
import { availableValue } from "./available-value.ts";
import { Recorder, type RecorderLog } from "./recorder.ts";

export interface ReadingParts {
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly log: Log;
  readonly readingLog: RecorderLog;
  /** A time of the clock, asked for when it was told, as the log keeps it; default: the same. */
  readonly stampOf?: (at: number) => number;
  /** Every reading of a property as it is taken: limits and read-back go by it. */
  readonly onReading: (property: Property, reading: Reading) => void;
  /** A sample came of which nothing goes on; by default nobody asks. */
  readonly onHeard?: (property: Property) => void;
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

/** sample → decode → process → latest value → report filter → reading log. Synchronous; fails only as a counted fault. */
export function wireReadings(parts: ReadingParts): ReadingWay {
  const { clock, log, readingLog, onReading, onHeard, onChange } = parts;
  const latest = new LatestValues(parts.things, clock);
  const faults = new FaultCounter();
  const recorder = new Recorder(parts.things, clock, readingLog, parts.stampOf);
  let { properties, availability } = byPath(parts.things);

  const follow = ({ previous, current }: Change, receipt?: Receipt): void => {
    const property = properties.get(current.path);
    recorder.take(current, receipt);
    if (property !== undefined && isNews(previous, current)) onChange(property);
  };
  const takeAvailability = (thing: Thing, sample: Sample): void => {
    const told = availableValue(thing, sample);
    if (told !== undefined) sayFault(log, faults, { path: sample.path, ...told }, clock.monotonic());
    const changes = told?.isThere === undefined ? [] : latest.setAvailable(thing.id, told.isThere);
    const receipts = sample.receipt === undefined ? [] : shareReceipt(sample.receipt, changes.length);
    for (const [place, change] of changes.entries()) follow(change, receipts[place]);
  };
  const takeValue = (property: Property, sample: Sample): void => {
    const reading = processing.take(property, decode(property, sample, clock.now()));
    if (reading === undefined) {
      const change = latest.heard(property.path);
      onHeard?.(property);
      if (change !== undefined) follow(change);
      sample.receipt?.settle();
      return;
    }
    sayFault(log, faults, reading, clock.monotonic());
    const change = latest.put(reading);
    onReading(property, reading);
    follow(change, sample.receipt);
  };
  const processing = new Processing(parts.things, clock, (property, { reading, isRepeated }) => {
    sayFault(log, faults, reading, clock.monotonic());
    const change = latest.putLate(reading);
    if (!isRepeated) onReading(property, reading);
    follow(change);
  });
  const looking = lookAgain(clock, recorder, latest, follow);
  return {
    latest,
    faults,
    recorded: () => recorder.count,
    take(sample) {
      const property = properties.get(sample.path);
      const thing = availability.get(sample.path);
      if (property !== undefined) takeValue(property, sample);
      else if (thing !== undefined) takeAvailability(thing, sample);
      else sample.receipt?.settle();
    },
    change(things) {
      latest.change(things);
      processing.change(things);
      recorder.change(things);
      ({ properties, availability } = byPath(things));
    },
    [Symbol.dispose]() {
      looking[Symbol.dispose]();
      processing[Symbol.dispose]();
      recorder[Symbol.dispose]();
    },
  };
}

/** Records what is due and finds what turned stale, until disposed. */
function lookAgain(
  clock: Clock,
  recorder: Recorder,
  latest: LatestValues,
  follow: (change: Change) => void,
): Disposable {
  let timer: Disposable;
  const schedule = (): void => {
    const now = clock.monotonic();
    const waits = [...recorder.dueAts().map((at) => at - now), latest.nextStaleIn() ?? longestWaitMs, longestWaitMs];
    timer = clock.after(Math.max(shortestWaitMs, Math.min(...waits)), tick);
  };
  const tick = (): void => {
    for (const change of latest.refreshStale()) follow(change);
    recorder.recordDue();
    schedule();
  };
  schedule();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

function byPath(things: readonly Thing[]) {
  const all = things.flatMap((thing) => thing.properties);
  return {
    properties: new Map(all.map((property) => [property.path, property])),
    availability: new Map(things.map((thing) => [availabilityPath(thing), thing])),
  };
}

/** Withheld and stale readings are looked for at least and at most this often. */
const longestWaitMs = 1000;
const shortestWaitMs = 50;

function isNews(previous: Reading | undefined, current: Reading): boolean {
  if (previous?.quality !== current.quality) return true;
  if (previous.value === undefined || current.value === undefined) return previous.value !== current.value;
  return !sameValue(previous.value, current.value);
}

function sayFault(log: Log, faults: FaultCounter, { path, fault }: Pick<Reading, "path" | "fault">, now: number): void {
  const turn = faults.note(path, fault, now);
  if (turn === "warn" && fault !== undefined) log.warn(`${path}: ${fault.detail}`, { code: fault.code });
  if (turn === "recovered") log.info(`${path}: readings are back`);
}
