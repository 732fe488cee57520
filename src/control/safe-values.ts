import type { Clock } from "../core/clock.ts";
import type { Property } from "../core/property.ts";
import type { FindOutput } from "./output-port.ts";
import { safeWriteMs, sendValue, type UnsafeOutput } from "./send-value.ts";

/**
 * Sets every output to its `safe_value` at once, each by itself; `null` leaves an output alone. For a process that has
 * nothing else to do: a running agent goes through its guard. Resolves within 2 s with those that did not take it.
 */
export async function setSafeValues(
  properties: readonly Property[],
  findOutput: FindOutput,
  clock: Clock,
): Promise<readonly UnsafeOutput[]> {
  const failures = await Promise.all(
    properties.map(async (property) => {
      const { path, to } = property;
      if (to === undefined || to.safeValue === null) return undefined;
      const sent = await sendValue(property, to.safeValue, findOutput(path), safeWriteMs, clock);
      return sent.kind === "taken" ? undefined : { path, detail: sent.detail };
    }),
  );
  return failures.filter((failure) => failure !== undefined);
}
