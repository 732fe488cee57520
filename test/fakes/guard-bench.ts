import { ConditionWatch } from "../../src/control/condition-watch.ts";
import { EmergencyStop } from "../../src/control/emergency-stop.ts";
import { OutputGuard } from "../../src/control/output-guard.ts";
import { ReadBack } from "../../src/control/read-back.ts";
import type { SafeEvent } from "../../src/control/safe-cause.ts";
import { StopLatch } from "../../src/control/stop-latch.ts";
import type { AuditNote } from "../../src/core/audit-ports.ts";
import type { AffordancePath } from "../../src/core/ids.ts";
import { noLimits, type Property } from "../../src/core/property.ts";
import type { Quality } from "../../src/core/quality.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { FakeOutput } from "./fake-output.ts";
import { HandClock } from "./hand-clock.ts";
import { MemoryControlStore } from "./memory-control-store.ts";
import { someProperty } from "./some-thing.ts";

type Change = Parameters<typeof someProperty>[0];

/** A boolean output of the Thing `box` that nothing reads, off when safe; change what the test is about. */
export function someOutput(
  name: string,
  {
    safe = false,
    limits = {},
    ...change
  }: Omit<NonNullable<Change>, "limits" | "to"> & {
    readonly safe?: Value | null;
    readonly limits?: Partial<Property["limits"]>;
  } = {},
): Property {
  const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: safe };
  return someProperty({ type: "boolean", from: undefined, ...change, name, to, limits: { ...noLimits, ...limits } });
}

/** A binding that reads, for an output or an input. */
export const readable: Property["from"] = { connection: "trial", as: "value", settings: {}, conversion: {} };

/** A guard over outputs that a test commands, with a clock that only moves by hand and a store that outlives it. */
export function guardBench(
  outputs: readonly Property[],
  { clock = new HandClock(), store = new MemoryControlStore(() => clock.now()) } = {},
) {
  const fakes = new Map(outputs.map(({ path }) => [path, new FakeOutput()]));
  const seen = new Map<AffordancePath, Reading>();
  const safe: SafeEvent[] = [];
  const notes: AuditNote[] = [];
  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const conditions = new ConditionWatch(clock, (path) => seen.get(path));
  const latch = new StopLatch({ store, clock, onFault });
  const guard = new OutputGuard({
    clock,
    store,
    findOutput: (path) => fakes.get(path),
    isMet: (condition) => conditions.isMet(condition),
    isCutOff: () => false,
    stopped: () => latch.fact,
    onSafe: (event) => safe.push(event),
    onBelief: () => undefined,
    onFault,
  });
  guard.change(outputs);
  const emergency = new EmergencyStop({ latch, guard, conditions, note: (note) => notes.push(note), onFault });
  const readBack = new ReadBack();
  for (const { limits } of outputs) {
    for (const condition of [...limits.onlyIf, ...limits.onlyWhile]) {
      conditions.follow(condition, (isMet) => isMet || guard.enforce());
    }
  }
  const fake = ({ path }: Property): FakeOutput => fakes.get(path) ?? new FakeOutput();
  const read = (property: Property, value: Value | undefined, quality: Quality = "ok") => {
    const reading = { path: property.path, value, quality, measuredAt: clock.now(), takenAt: clock.now() };
    seen.set(property.path, reading);
    readBack.take(reading);
    conditions.saw(property.path, true);
    guard.saw(property, reading);
  };
  const parts = { clock, guard, readBack, conditions, emergency };
  return { ...parts, parts, store, latch, fake, read, safe, notes, faults, seen };
}
