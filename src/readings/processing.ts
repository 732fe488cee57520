import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ProcessStep } from "../core/process-step.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import { workingDecimals } from "./decode.ts";
import { Chain } from "./filters/chain.ts";
import type { Due, Moment } from "./filters/filter.ts";
import { filterOf } from "./filters/filter-of.ts";
import { judgeValue } from "./judge-value.ts";
import { isReadAlike } from "./latest-values.ts";

interface Line {
  readonly property: Property;
  readonly chain: Chain;
  timer: Disposable | undefined;
}

/** From what was decoded to the latest value: the steps of each property, then its bounds. Forgets everything when it ends. */
export class Processing implements Disposable {
  readonly #clock: Clock;
  readonly #pass: (property: Property, due: Due) => void;
  #lines: ReadonlyMap<AffordancePath, Line>;

  /** `pass` gets what goes on by time alone. */
  constructor(things: readonly Thing[], clock: Clock, pass: (property: Property, due: Due) => void) {
    this.#clock = clock;
    this.#pass = pass;
    this.#lines = linesOf(things);
  }

  /** What goes on of a reading at once; undefined: nothing, or nothing yet. */
  take(property: Property, reading: Reading): Reading | undefined {
    const line = this.#lines.get(property.path);
    if (line === undefined) return judgeValue(property, reading);
    const passed = line.chain.take(reading, this.#moment());
    this.#schedule(line);
    return passed && judgeValue(property, passed);
  }

  /** The step at which the last reading of a property ended; undefined: it went through. */
  stoppedBy(path: AffordancePath): ProcessStep | undefined {
    const line = this.#lines.get(path);
    const place = line?.chain.stoppedAt;
    return place === undefined ? undefined : line?.property.process[place];
  }

  /** Other Things: what is read and processed as before goes on, all else begins anew. */
  change(things: readonly Thing[]): void {
    const next = linesOf(things);
    for (const [path, known] of this.#lines) {
      const after = next.get(path)?.property;
      if (after !== undefined && isReadAlike(known.property, after)) next.set(path, { ...known, property: after });
      known.timer?.[Symbol.dispose]();
    }
    this.#lines = next;
    for (const line of next.values()) this.#schedule(line);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#lines.values()) timer?.[Symbol.dispose]();
  }

  #moment(): Moment {
    return { now: this.#clock.monotonic(), utc: this.#clock.now() };
  }

  #schedule(line: Line): void {
    line.timer?.[Symbol.dispose]();
    const dueAt = line.chain.dueAt();
    const wait = dueAt === undefined ? undefined : Math.max(0, dueAt - this.#clock.monotonic());
    line.timer = wait === undefined ? undefined : this.#clock.after(wait, () => this.#passDue(line));
  }

  #passDue(line: Line): void {
    const dues = line.chain.due(this.#moment());
    this.#schedule(line);
    const { property } = line;
    for (const due of dues) this.#pass(property, { ...due, reading: judgeValue(property, due.reading) });
  }
}

function linesOf(things: readonly Thing[]): Map<AffordancePath, Line> {
  const processed = things.flatMap(({ properties }) => properties.filter(({ process }) => process.length > 0));
  return new Map(
    processed.map((property) => [property.path, { property, chain: chainOf(property), timer: undefined }]),
  );
}

function chainOf(property: Property): Chain {
  const decimals = workingDecimals(property);
  return new Chain(property.process.map((step) => filterOf(step, decimals)));
}
