import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import { toWire } from "../core/convert.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { FailureCode } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import type { OutputPort } from "./output-port.ts";
import { isAtRest } from "./rest-value.ts";
import { withTimeLimit } from "./with-time-limit.ts";

/** An output that did not take the value it should have, and why. */
export interface UnsafeOutput {
  readonly path: AffordancePath;
  readonly detail: string;
}

/** ms for a safe value; a hung bus must not keep the others, or the process, waiting. */
export const safeWriteMs = 2_000;

/** Certainly not taken. */
export interface FailedSend {
  readonly kind: "failed";
  readonly code: FailureCode;
  readonly detail: string;
}

/** What the bus says of a value. */
export type Sent =
  | { readonly kind: "taken" }
  /** It left this machine, and nobody knows whether it arrived. */
  | { readonly kind: "unsure"; readonly detail: string }
  | FailedSend;

export const connectionDown: FailedSend = {
  kind: "failed",
  code: "connection-down",
  detail: "The connection of the output is down.",
};

/**
 * Hands a value to the bus within the very call, and waits at most `ms` for its word. Never rejects for hardware. Nothing
 * but that time takes the value back: a newer one comes behind it, since every bus keeps the order.
 */
export async function sendValue(
  property: Property,
  value: Value,
  port: OutputPort | undefined,
  ms: number,
  clock: Clock,
): Promise<Sent> {
  if (port?.isUp !== true) return connectionDown;
  try {
    const wire = toWire(property, property.to?.conversion ?? {}, value);
    const isRest = isAtRest(property, value);
    await withTimeLimit(clock, ms, never, (signal) => port.write(wire, signal, isRest));
    return { kind: "taken" };
  } catch (error) {
    const detail = error instanceof Error ? error.message : "The hardware did not take it.";
    if (error instanceof AgentFault) return { kind: "failed", code: "driver-failed", detail };
    if (error instanceof WriteFailure && error.code !== "unconfirmed") {
      return { kind: "failed", code: error.code, detail };
    }
    return { kind: "unsure", detail };
  }
}

const never = new AbortController().signal;
