import type { Clock } from "../core/clock.ts";
import { toWire } from "../core/convert.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import type { FindOutput } from "./output-port.ts";
import { withTimeLimit } from "./with-time-limit.ts";

/** ms for one output; a hung bus must not keep the others, or the process, waiting. */
export const safeWriteMs = 2_000;

export interface UnsafeOutput {
  readonly path: AffordancePath;
  readonly detail: string;
}

/**
 * Sets every output to its `safe_value` at once, each by itself, ahead of every queue. `null` leaves an output alone.
 * Resolves within `safeWriteMs` with the outputs that did not take it; never rejects.
 */
export async function setSafeValues(
  properties: readonly Property[],
  findOutput: FindOutput,
  clock: Clock,
): Promise<readonly UnsafeOutput[]> {
  const failures = await Promise.all(
    properties.map(async (property) => {
      const safe = property.to?.safeValue;
      return safe === undefined || safe === null ? undefined : await setOutput(property, safe, findOutput, clock);
    }),
  );
  return failures.filter((failure) => failure !== undefined);
}

/** Sets one output within `safeWriteMs`, past every queue; undefined when it took the value. Never rejects. */
export async function setOutput(
  property: Property,
  value: Value,
  findOutput: FindOutput,
  clock: Clock,
): Promise<UnsafeOutput | undefined> {
  const { path } = property;
  const output = findOutput(path);
  if (output?.isUp !== true) return { path, detail: "The connection of the output is down." };
  try {
    const wire = toWire(property, property.to?.conversion ?? {}, value);
    await withTimeLimit(clock, safeWriteMs, never, (signal) => output.write(wire, signal));
    return undefined;
  } catch (error) {
    return { path, detail: error instanceof Error ? error.message : "The hardware did not take it." };
  }
}

const never = new AbortController().signal;
