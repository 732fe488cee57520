import type { Outcome } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import { sayValue } from "../core/say-value.ts";
import type { Value } from "../core/value.ts";
import type { ReadBackWait } from "./read-back.ts";
import { restValue } from "./rest-value.ts";
import { safeCauses } from "./safe-cause.ts";
import type { Sent } from "./send-value.ts";
import type { Turn, TurnEnd } from "./turn.ts";
import { untilAborted } from "./until-aborted.ts";
import {
  expectBack,
  interrupted,
  notAcknowledged,
  notReadBack,
  outcomeOfStart,
  type WriteParts,
} from "./write-property.ts";

export interface Pulse {
  readonly property: Property;
  readonly value: Value;
  /** How long, from the moment it is written. */
  readonly ms: number;
}

/**
 * Switches an output on and, after the time, to its safe value: one command with one outcome. Done only when the hardware
 * took both, and both were read back where `read_back` asks for it. Its end is the guard's: it comes whatever happens here.
 */
export async function pulseOutput(pulse: Pulse, signal: AbortSignal, parts: WriteParts): Promise<Outcome> {
  const { property, value, ms } = pulse;
  const rest = restValue(property);
  if (rest === undefined) return { status: "failed", code: "driver-failed", detail: "No value of it means off." };
  using rise = expectBack(property, value, parts);
  const start = parts.guard.write({ property, value, lease: { ms, cause: "pulse" } });
  if (start.kind !== "begun") return outcomeOfStart(start);
  using falls = new DisposableStack();
  const expectFall = () => {
    const fall = falls.disposed ? undefined : expectBack(property, rest, parts);
    return fall && falls.use(fall);
  };
  using stopped = untilAborted(signal, () => interrupted);
  return await Promise.race([stopped.promise, bothEdges(pulse, start, rise, expectFall)]);
}

async function bothEdges(
  { property, value }: Pulse,
  { turn, ack }: { readonly turn: Turn; readonly ack: Promise<Sent> },
  rise: ReadBackWait | undefined,
  expectFall: () => ReadBackWait | undefined,
): Promise<Outcome> {
  // Called before the hardware gets the value of the end, so that no reading of it is missed.
  using over = untilAborted(turn.signal, () => ({ end: turn.end, fall: expectFall() }));
  const sent = await Promise.race([ack, over.promise.then(() => ack)]);
  if (sent.kind === "failed") return { status: "failed", code: sent.code, detail: sent.detail };
  const { end, fall } = await over.promise;
  const unfinished = await judgeEnd(property, end);
  if (unfinished !== undefined) return unfinished;
  const [risen, fallen] = [await rise?.seen, await fall?.seen];
  if (risen !== undefined && fallen !== undefined) return { status: "done", output: undefined, confirmed: "property" };
  if (risen === undefined && sent.kind === "unsure") return unconfirmed(notAcknowledged);
  if (property.readBack !== undefined) return unconfirmed(`${sayValue(value)}: ${notReadBack(property)}`);
  return { status: "done", output: undefined, confirmed: "driver" };
}

/** undefined: it ended in its own time, and the hardware took that. */
async function judgeEnd(property: Property, end: TurnEnd | undefined): Promise<Outcome | undefined> {
  if (end === undefined || end.cause === "write") return early("a newer value was written");
  if (end.cause !== "pulse") return early(safeCauses[end.cause]);
  const failure = await end.set;
  if (failure === undefined) return undefined;
  return unconfirmed(
    `It was switched on and should be off again, but ${property.path} did not take that yet: ${failure.detail} ` +
      "It is tried again until it does.",
  );
}

function early(why: string): Outcome {
  return { status: "unknown", code: "interrupted", detail: `It was ended before its time: ${why}.` };
}

function unconfirmed(detail: string): Outcome {
  return { status: "unknown", code: "unconfirmed", detail };
}
