import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ProcessStep } from "../core/process-step.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Sample } from "../core/sample.ts";
import type { Thing } from "../core/thing.ts";
import type { Wire } from "../core/value.ts";
import { decode } from "../readings/decode.ts";
import { type Change, LatestValues } from "../readings/latest-values.ts";
import { Processing } from "../readings/processing.ts";
import { ReportFilter, type ReportVerdict } from "../readings/report-filter.ts";
import { availabilityPath } from "./availability-path.ts";
import { availableValue } from "./available-value.ts";

/** What became of one sample, or of time alone, on the way of a reading. */
export type Tried =
  | {
      readonly kind: "reading";
      readonly property: Property;
      /** UTC ms. */
      readonly at: number;
      /** What the driver handed up; undefined: it said that there is nothing, or only time went by. */
      readonly raw: Wire | undefined;
      /** Before the steps of `process`; undefined where only time went by. */
      readonly decoded: Reading | undefined;
      /** What everybody sees; undefined: a step let nothing through. */
      readonly seen: Reading | undefined;
      readonly verdict: ReportVerdict | { readonly stoppedBy: ProcessStep | undefined };
    }
  | {
      readonly kind: "presence";
      readonly thing: Thing;
      readonly at: number;
      readonly raw: Wire | undefined;
      /** undefined: what it said makes no sense. */
      readonly isThere: boolean | undefined;
      readonly fault: Reading["fault"];
    };

export interface TryParts {
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly tell: (tried: Tried) => void;
}

/** The way of a reading as the agent has it, but for the end: it is told and not recorded. */
export interface TryWay extends Disposable {
  take(sample: Sample): void;
}

/** How often it is looked for what turned stale or was withheld. ms. */
const lookEvery = 1000;

/** sample → decode → process → latest value → report filter → told. */
export function tryReadings({ things, clock, tell }: TryParts): TryWay {
  const latest = new LatestValues(things, clock);
  const lines = new Map(
    things
      .flatMap(({ properties }) => properties)
      .map((property) => [property.path, { property, filter: new ReportFilter(property) }]),
  );
  const presence = new Map(things.map((thing) => [availabilityPath(thing), thing]));
  const told = (path: AffordancePath, what: Omit<Tried & { kind: "reading" }, "kind" | "property" | "at">): void => {
    const property = lines.get(path)?.property;
    if (property !== undefined) tell({ kind: "reading", property, at: clock.now(), ...what });
  };
  const follow = ({ current }: Change, raw?: Wire, decoded?: Reading): void => {
    const verdict = lines.get(current.path)?.filter.judge(current, clock.monotonic());
    if (verdict !== undefined) told(current.path, { raw, decoded, seen: current, verdict });
  };
  const processing = new Processing(things, clock, (_property, { reading }) => follow(latest.putLate(reading)));
  const takeValue = (property: Property, sample: Sample): void => {
    const { path } = property;
    const raw = sample.kind === "value" ? sample.wire : undefined;
    const decoded = decode(property, sample, clock.now());
    const passed = processing.take(property, decoded);
    if (passed !== undefined) {
      follow(latest.put(passed), raw, decoded);
      return;
    }
    const change = latest.heard(path);
    told(path, { raw, decoded, seen: undefined, verdict: { stoppedBy: processing.stoppedBy(path) } });
    if (change !== undefined) follow(change);
  };
  const takePresence = (thing: Thing, sample: Sample): void => {
    const said = availableValue(thing, sample);
    if (said === undefined) return;
    const { isThere, fault } = said;
    const raw = sample.kind === "value" ? sample.wire : undefined;
    tell({ kind: "presence", thing, at: clock.now(), raw, isThere, fault });
    if (isThere !== undefined) for (const change of latest.setAvailable(thing.id, isThere)) follow(change);
  };
  const look = (): void => {
    for (const change of latest.refreshStale()) follow(change);
    for (const [path, { filter }] of lines) {
      const seen = filter.due(clock.monotonic());
      if (seen !== undefined) told(path, { raw: undefined, decoded: undefined, seen, verdict: "recorded" });
    }
    timer = clock.after(lookEvery, look);
  };
  let timer = clock.after(lookEvery, look);
  return {
    take(sample) {
      const property = lines.get(sample.path)?.property;
      const thing = presence.get(sample.path);
      if (property !== undefined) takeValue(property, sample);
      else if (thing !== undefined) takePresence(thing, sample);
    },
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
      processing[Symbol.dispose]();
    },
  };
}
