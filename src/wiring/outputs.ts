import { MaxOn } from "../control/max-on.ts";
import type { FindOutput } from "../control/output-port.ts";
import { ReadBack } from "../control/read-back.ts";
import { setOutput, setSafeValues, type UnsafeOutput } from "../control/safe-values.ts";
import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { outputsOf, type Thing } from "../core/thing.ts";
import type { Hardware } from "./open-hardware.ts";

/** What watches over outputs while the agent runs, whether or not there is a homeserver. */
export interface OutputWatch extends AsyncDisposable {
  readonly readBack: ReadBack;
  readonly maxOn: MaxOn;
  /** For commands: an output that still has to be made safe counts as down. */
  readonly findOutput: FindOutput;
  /** Every reading of a property, as it is taken. */
  saw(property: Property, reading: Reading): void;
  /** Sets every output to its `safe_value`; resolves within 2 s. What did not take it is tried again until it does. */
  makeSafe(why: string): Promise<void>;
  /** Sets these safe before they are let go and forgets them; resolves within 2 s with those that did not take it. */
  retire(properties: readonly Property[]): Promise<readonly UnsafeOutput[]>;
  /** Other Things from now on: outputs that stay go on untouched, new ones are made safe. */
  change(things: readonly Thing[]): Promise<void>;
  /** The last one, within 2 s; commands must have ended before. Later calls get the same promise. */
  stop(): Promise<void>;
}

/** ms between two tries at an output that did not take its safe value. */
const againMs = 250;

export function watchOutputs(things: readonly Thing[], hardware: Hardware, clock: Clock, log: Log): OutputWatch {
  let properties = outputsOf(things).filter(hasSafeValue);
  const findAny: FindOutput = (path) => hardware.outputs.get(path);
  const unsafe = new Set<AffordancePath>();
  const readBack = new ReadBack();
  const maxOn = new MaxOn(clock, async (property, value) => {
    const failure = await setOutput(property, value, findAny, clock);
    if (failure === undefined) log.info(`${property.path}: its time is over, it was switched off`);
    else log.error(`${property.path}: its time is over, but it cannot be switched off: ${failure.detail}`);
    return failure === undefined;
  });
  let retry: Disposable | undefined;
  /** The newest round of tries; an older one that is still under way begins no other. */
  let newest = 0;
  let isOver = false;
  const setSafe = async (wanted: readonly Property[], why: string, isFirst: boolean): Promise<void> => {
    retry?.[Symbol.dispose]();
    newest += 1;
    const round = newest;
    for (const { path } of wanted) unsafe.add(path);
    const failures = new Map((await setSafeValues(wanted, findAny, clock)).map(({ path, detail }) => [path, detail]));
    for (const { path } of wanted) {
      const detail = failures.get(path);
      if (detail === undefined) unsafe.delete(path);
      if (detail === undefined) log.info(`${path}: set to its safe value (${why})`);
      else if (isFirst) log.warn(`${path}: not set to its safe value (${why}) yet: ${detail}`);
    }
    const left = wanted.filter(({ path }) => failures.has(path));
    if (left.length > 0 && round === newest && !isOver)
      retry = clock.after(againMs, () => void setSafe(left, why, false));
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= setSafe(properties, "stop", true);
    return stopping;
  };
  return {
    readBack,
    maxOn,
    findOutput: (path) => guarded(findAny(path), () => !unsafe.has(path)),
    saw: (property, reading) => {
      readBack.take(reading);
      maxOn.saw(property, reading);
    },
    makeSafe: (why) => setSafe(properties, why, true),
    retire: async (retired) => {
      const unsafe = await setSafeValues(retired.filter(hasSafeValue), findAny, clock);
      properties = properties.filter((property) => !retired.includes(property));
      return unsafe;
    },
    change: async (next) => {
      const known = new Set(properties.map(({ path }) => path));
      properties = outputsOf(next).filter(hasSafeValue);
      await setSafe(
        properties.filter(({ path }) => !known.has(path)),
        "reload",
        true,
      );
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      isOver = true;
      retry?.[Symbol.dispose]();
      maxOn[Symbol.dispose]();
    },
  };
}

function hasSafeValue({ to }: Property): boolean {
  return to !== undefined && to.safeValue !== null;
}

function guarded(output: ReturnType<FindOutput>, mayUse: () => boolean): ReturnType<FindOutput> {
  if (output === undefined) return undefined;
  return {
    get isUp() {
      return output.isUp && mayUse();
    },
    write: (wire, signal) => output.write(wire, signal),
  };
}
