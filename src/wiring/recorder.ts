import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Receipt } from "../core/receipt.ts";
import { sameData } from "../core/same-data.ts";
import type { ReadingLog } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { isReadAlike } from "../readings/latest-values.ts";
import { logEntry } from "../readings/log-entry.ts";
import { ReportFilter } from "../readings/report-filter.ts";

export type RecorderLog = Pick<ReadingLog, "append" | "withhold" | "commit">;

interface Recorded {
  readonly property: Property;
  readonly filter: ReportFilter;
}

/** Report filter → reading log, for all properties, with the receipts of what is recorded, withheld or dropped. */
export class Recorder implements Disposable {
  readonly #clock: Clock;
  readonly #log: RecorderLog;
  readonly #stampOf: (at: number) => number;
  /** When what is withheld was measured, as it is kept: what is known of the clock may be another when it is recorded. */
  readonly #stamps = new WeakMap<Reading, number>();
  #recorded: ReadonlyMap<AffordancePath, Recorded>;
  #count = 0;

  /** `stampOf`: a time that was just told, as the log keeps it. */
  constructor(things: readonly Thing[], clock: Clock, log: RecorderLog, stampOf = (at: number): number => at) {
    this.#clock = clock;
    this.#log = log;
    this.#stampOf = stampOf;
    this.#recorded = recordedOf(things);
  }

  /** Readings that went into the log since the start. */
  get count(): number {
    return this.#count;
  }

  take(reading: Reading, receipt?: Receipt): void {
    const known = this.#recorded.get(reading.path);
    if (known === undefined) {
      receipt?.settle();
      return;
    }
    const { property, filter } = known;
    if (filter.admit(reading, this.#clock.monotonic())) this.#append(property, reading, receipt);
    else {
      const isKept = receipt !== undefined && filter.withheld === reading;
      const entry = logEntry(property, reading);
      const at = this.#stampOf(entry.at);
      if (filter.withheld === reading) this.#stamps.set(reading, at);
      this.#log.withhold(reading.path, isKept ? { ...entry, at } : undefined, receipt);
    }
  }

  /** Records what was withheld until now. */
  recordDue(): void {
    for (const { property, filter } of this.#recorded.values()) {
      const reading = filter.due(this.#clock.monotonic());
      if (reading !== undefined) this.#append(property, reading);
    }
  }

  /** Monotonic ms at which something withheld is due. */
  dueAts(): readonly number[] {
    return [...this.#recorded.values()].flatMap(({ filter }) => filter.nextDueAt() ?? []);
  }

  /** What is reported as before goes on; of all else nothing stays withheld. */
  change(things: readonly Thing[]): void {
    const next = recordedOf(things);
    for (const [path, known] of this.#recorded) {
      const after = next.get(path)?.property;
      if (after !== undefined && isReportedAlike(known.property, after)) {
        next.set(path, { property: after, filter: known.filter });
      } else this.#recordWithheld(known);
    }
    this.#recorded = next;
  }

  /** Records what is withheld and commits, while the buses are still open and acknowledgements can go out. */
  [Symbol.dispose](): void {
    for (const known of this.#recorded.values()) this.#recordWithheld(known);
    this.#log.commit();
  }

  #append(property: Property, reading: Reading, receipt?: Receipt): void {
    this.#count += 1;
    const entry = logEntry(property, reading);
    this.#log.append({ ...entry, at: this.#stamps.get(reading) ?? this.#stampOf(entry.at) }, receipt);
  }

  #recordWithheld({ property, filter }: Recorded): void {
    if (filter.withheld !== undefined) this.#append(property, filter.withheld);
  }
}

function recordedOf(things: readonly Thing[]): Map<AffordancePath, Recorded> {
  const properties = things.flatMap((thing) => thing.properties);
  return new Map(properties.map((property) => [property.path, { property, filter: new ReportFilter(property) }]));
}

function isReportedAlike(one: Property, other: Property): boolean {
  return isReadAlike(one, other) && sameData(one.report, other.report) && one.momentary === other.momentary;
}
