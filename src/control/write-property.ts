import type { Clock } from "../core/clock.ts";
import { toWire } from "../core/convert.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import type { MaxOn } from "./max-on.ts";
import type { FindOutput, OutputPort } from "./output-port.ts";
import { isNear, type ReadBack, readBackDefaultMs } from "./read-back.ts";
import { withTimeLimit } from "./with-time-limit.ts";

/** ms a bus may take to acknowledge a write. */
export const writeTimeoutMs = 5_000;

export interface WriteParts {
  readonly clock: Clock;
  readonly findOutput: FindOutput;
  readonly readBack: ReadBack;
  readonly maxOn: MaxOn;
}

type Sent = "acknowledged" | "unknown" | Outcome;

/** Writes one value and waits until something confirms it. Expects a checked value; never throws for hardware. */
export async function writeProperty(
  property: Property,
  value: Value,
  signal: AbortSignal,
  { clock, findOutput, readBack, maxOn }: WriteParts,
): Promise<Outcome> {
  const output = findOutput(property.path);
  if (output?.isUp !== true) {
    return { status: "failed", code: "connection-down", detail: "The connection of the output is down." };
  }
  const withinMs = property.readBack?.within ?? readBackDefaultMs;
  using back =
    property.from === undefined
      ? undefined
      : readBack.expect(property.path, (read) => isNear(read, value, property.readBack?.tolerance), withinMs, clock);
  maxOn.writing(property, value);
  const sent = await send(output, property, value, signal, clock);
  if (typeof sent === "object") return sent;
  if (sent === "acknowledged") maxOn.written(property, value);
  const unseen = unseenOutcome(property, value, sent, withinMs);
  return back === undefined ? unseen : await confirmed(back.seen, unseen, signal);
}

/** What is known of a write that no reading confirmed. The driver's word is enough unless `read_back` asks for more. */
function unseenOutcome(
  { readBack }: Property,
  value: Value,
  sent: "acknowledged" | "unknown",
  withinMs: number,
): Outcome {
  if (sent === "unknown") {
    return { status: "unknown", code: "unconfirmed", detail: "The hardware did not acknowledge it in time." };
  }
  if (readBack === undefined) return { status: "done", output: value, confirmed: "driver" };
  const detail = `The value was not read back within ${withinMs / 1000} s.`;
  return { status: "unknown", code: "unconfirmed", detail };
}

async function send(
  output: OutputPort,
  property: Property,
  value: Value,
  signal: AbortSignal,
  clock: Clock,
): Promise<Sent> {
  const wire = toWire(property, property.to?.conversion ?? {}, value);
  try {
    await withTimeLimit(clock, writeTimeoutMs, signal, (limit) => output.write(wire, limit));
    return "acknowledged";
  } catch (error) {
    if (signal.aborted) return interrupted;
    if (!(error instanceof WriteFailure) || error.code === "unconfirmed") return "unknown";
    return { status: "failed", code: error.code, detail: error.message };
  }
}

async function confirmed(seen: Promise<Value | undefined>, unseen: Outcome, signal: AbortSignal): Promise<Outcome> {
  const { promise: aborted, resolve } = Promise.withResolvers<Outcome>();
  const stop = () => resolve(interrupted);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([aborted, seen.then((value) => (value === undefined ? unseen : seenOutcome(value)))]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function seenOutcome(output: Value): Outcome {
  return { status: "done", output, confirmed: "property" };
}

const interrupted: Outcome = {
  status: "unknown",
  code: "interrupted",
  detail: "The agent was stopped while it was being done.",
};
