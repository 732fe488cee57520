import type { CarryOutParts } from "../control/carry-out.ts";
import { ConditionWatch } from "../control/condition-watch.ts";
import { EmergencyStop } from "../control/emergency-stop.ts";
import { LinkLoss } from "../control/link-loss.ts";
import { OutputGuard } from "../control/output-guard.ts";
import { ReadBack } from "../control/read-back.ts";
import type { SafeEvent } from "../control/safe-cause.ts";
import { SafeNotes } from "../control/safe-notes.ts";
import type { UnsafeOutput } from "../control/send-value.ts";
import { StandingConditions } from "../control/standing-conditions.ts";
import { type StopFact, StopLatch } from "../control/stop-latch.ts";
import type { AuditNote } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { Condition } from "../core/condition.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { outputsOf, type Thing } from "../core/thing.ts";
import type { Hardware } from "./open-hardware.ts";

export interface OutputParts {
  readonly things: readonly Thing[];
  readonly stopWhen: readonly Condition[];
  readonly hardware: Hardware;
  readonly store: ControlStore;
  /** What everybody sees of a property now. */
  readonly latest: (path: AffordancePath) => Reading | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What watches over outputs while the agent runs, whether or not there is a homeserver. */
export interface OutputWatch extends AsyncDisposable {
  /** What commands act through. */
  readonly acting: Pick<CarryOutParts, "clock" | "guard" | "readBack" | "conditions" | "emergency">;
  /** Who stopped everything, and why; undefined: nobody did. */
  stopped(): StopFact | undefined;
  /** Every reading of a property, as it is taken. */
  saw(property: Property, reading: Reading): void;
  /** Its source lives, though nothing of what it said goes on. */
  heard(property: Property): void;
  /** What everybody sees of a property changed, by a reading or without one. */
  changed(property: Property): void;
  /** The link to the homeserver came or went. */
  link(state: "up" | "lost"): void;
  /** Sets every output to its `safe_value`; resolves within 2 s. What did not take it is tried again until it does. */
  makeSafe(cause: "start" | "no-store"): Promise<void>;
  /** Sets these to their safe values before they are let go; resolves within 2 s with those that did not take it. */
  retire(properties: readonly Property[]): Promise<readonly UnsafeOutput[]>;
  /** Others from now on: outputs that are there already keep their clocks and times, new ones are made safe. */
  change(things: readonly Thing[], stopWhen: readonly Condition[]): Promise<void>;
  /** The last one, within 2 s; commands must have ended before. Later calls get the same promise. */
  stop(): Promise<void>;
}

export function watchOutputs(parts: OutputParts): OutputWatch {
  const { hardware, store, clock, log } = parts;
  const onFault = (error: unknown): void => log.error("the store did not take what happened to an output", { error });
  const note = (what: AuditNote): void => {
    try {
      store.audit(what);
    } catch (error) {
      onFault(error);
    }
  };
  const readBack = new ReadBack();
  const notes = new SafeNotes(clock, note);
  const latch = new StopLatch({ store, clock, onFault });
  const conditions = new ConditionWatch(clock, (path) => seen(path));
  const guard = new OutputGuard({
    clock,
    store,
    findOutput: (path) => hardware.outputs.get(path),
    isMet: (condition) => conditions.isMet(condition),
    stopped: () => latch.fact,
    isCutOff: (path) => linkLoss.isCutOff(path),
    onSafe: (event) => {
      notes.take(event);
      say(log, event);
    },
    onBelief: ({ path, from }) => from ?? conditions.saw(path, false),
    onFault,
  });
  const seen = (path: AffordancePath): Reading | undefined => writtenAsRead(guard, path, clock) ?? parts.latest(path);
  const emergency = new EmergencyStop({ latch, guard, conditions, note: noteStop(note, log), onFault });
  const linkLoss = new LinkLoss({
    clock,
    setSafe: (outputs) => void guard.setSafe("link-loss", outputs),
    onBack: (outputs) => log.info(`the link is back; it was lost, so these were set safe: ${pathsOf(outputs)}`),
  });
  const standing = new StandingConditions(conditions, () => guard.enforce());
  const change = (things: readonly Thing[], stopWhen: readonly Condition[]): readonly Property[] => {
    const fresh = guard.change(outputsOf(things));
    standing.change(things);
    linkLoss.change(outputsOf(things));
    emergency.watch(stopWhen);
    return fresh;
  };
  change(parts.things, parts.stopWhen);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= guard.close().then(() => undefined);
    return stopping;
  };
  return {
    acting: { clock, guard, readBack, conditions, emergency },
    stopped: () => emergency.fact,
    saw(property, reading) {
      readBack.take(reading);
      conditions.saw(property.path, true);
      guard.saw(property, reading);
    },
    heard: ({ path }) => conditions.saw(path, true),
    changed: ({ path }) => conditions.saw(path, false),
    link: (state) => linkLoss.turn(state),
    makeSafe: async (cause) => void (await guard.setSafe(cause)),
    retire: (properties) => guard.retire(properties),
    change: async (things, stopWhen) => void (await guard.setSafe("reload", change(things, stopWhen))),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      for (const part of [standing, emergency, linkLoss, conditions, guard, latch, notes]) part[Symbol.dispose]();
    },
  };
}

/** What is never read is known from what was written. */
function writtenAsRead(guard: OutputGuard, path: AffordancePath, clock: Clock): Reading | undefined {
  const value = guard.written(path);
  return value === undefined ? undefined : { path, value, quality: "ok", measuredAt: undefined, takenAt: clock.now() };
}

function noteStop(note: (what: AuditNote) => void, log: Log): (what: AuditNote) => void {
  return (what) => {
    log.warn(what.body.did === "stop" ? "everything is stopped" : "the stop is released", { ...what.body });
    note(what);
  };
}

function say(log: Log, { property: { path }, cause, became, detail }: SafeEvent): void {
  if (became === "not-yet") log.warn(`${path}: not set to its safe value (${cause}) yet: ${detail}`);
  else log.info(`${path}: set to its safe value (${cause})`);
}

function pathsOf(outputs: readonly Property[]): string {
  return outputs.map(({ path }) => path).join(", ");
}
