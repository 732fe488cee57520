import type { Clock } from "../core/clock.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import type { OutputGuard, WriteStart, WriteWish } from "./output-guard.ts";
import { isNear, type ReadBack, type ReadBackWait, readBackDefaultMs } from "./read-back.ts";
import { safeCauses } from "./safe-cause.ts";
import type { Sent } from "./send-value.ts";
import type { Turn } from "./turn.ts";
import { untilAborted } from "./until-aborted.ts";

export interface WriteParts {
  readonly clock: Clock;
  readonly guard: OutputGuard;
  readonly readBack: ReadBack;
}

/** Writes one value and waits until something confirms it. Expects a checked value; never throws for hardware. */
export async function writeProperty(wish: WriteWish, signal: AbortSignal, parts: WriteParts): Promise<Outcome> {
  const { property, value } = wish;
  using back = expectBack(property, value, parts);
  const start = parts.guard.write(wish);
  if (start.kind !== "begun") return outcomeOfStart(start);
  using stopped = untilAborted(signal, () => interrupted);
  using overtaken = untilAborted(start.turn.signal, () => outcomeOfTurn(start.turn));
  return await Promise.race([stopped.promise, overtaken.promise, confirmed(property, value, start.ack, back)]);
}

/** Waits for the property to show the value; undefined where nothing reads it. To be called before it is written. */
export function expectBack(
  { path, from, readBack: rule }: Property,
  value: Value,
  { clock, readBack }: Pick<WriteParts, "clock" | "readBack">,
): ReadBackWait | undefined {
  if (from === undefined) return undefined;
  return readBack.expect(path, (read) => isNear(read, value, rule?.tolerance), readBackMs(rule), clock);
}

export function outcomeOfStart(start: Exclude<WriteStart, { kind: "begun" }>): Outcome {
  const { kind, detail } = start;
  return kind === "refused" ? { status: kind, code: start.code, detail } : { status: kind, code: start.code, detail };
}

/** What is known of a value after which another one came before anything had confirmed it. */
function outcomeOfTurn({ end }: Turn): Outcome {
  const why =
    end === undefined || end.cause === "write"
      ? "A newer value was written meanwhile."
      : `It was set to its safe value meanwhile: ${safeCauses[end.cause]}.`;
  return { status: "unknown", code: "interrupted", detail: why };
}

/** The driver's word is enough unless `read_back` asks for more. */
async function confirmed(
  property: Property,
  value: Value,
  ack: Promise<Sent>,
  back: ReadBackWait | undefined,
): Promise<Outcome> {
  const sent = await ack;
  if (sent.kind === "failed") return { status: "failed", code: sent.code, detail: sent.detail };
  const seen = await back?.seen;
  if (seen !== undefined) return { status: "done", output: seen, confirmed: "property" };
  if (sent.kind === "unsure") return { status: "unknown", code: "unconfirmed", detail: notAcknowledged };
  if (property.readBack === undefined) return { status: "done", output: value, confirmed: "driver" };
  return { status: "unknown", code: "unconfirmed", detail: notReadBack(property) };
}

export function notReadBack({ readBack }: Property): string {
  return `The value was not read back within ${readBackMs(readBack) / 1000} s.`;
}

export const notAcknowledged = "The hardware did not acknowledge it in time.";

export const interrupted: Outcome = {
  status: "unknown",
  code: "interrupted",
  detail: "The agent was stopped while it was being done.",
};

function readBackMs(rule: Property["readBack"]): number {
  return rule?.within ?? readBackDefaultMs;
}
