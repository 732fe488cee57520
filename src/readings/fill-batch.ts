import type { TelemetryContent } from "../../schemas/telemetry.ts";
import { encodeColumns } from "../core/columns.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { LogEntry } from "../core/store-ports.ts";

/** What stands in a telemetry event besides its columns. */
export interface BatchHead {
  readonly epoch: number;
  /** From 1. */
  readonly seq: number;
  /** Only in an epoch's first: the event sealed last before it. */
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
  readonly clock: TelemetryContent["clock"];
}

export interface Batch {
  readonly content: TelemetryContent;
  /** Position of the last entry in it. */
  readonly through: number;
  /** How many entries it holds. */
  readonly taken: number;
}

/**
 * Bytes of JSON that, encrypted, stay under the 65,536 bytes of an event (Matrix spec, size limits). Base64 makes
 * four bytes of three and the envelope adds some; 48,300 was measured to pass a Synapse, 49,000 not to.
 */
export const largestContent = 46_000;

/**
 * As many of the entries, oldest first, as fit one event, and at least one; those that may not be told there (private,
 * in clear) are covered but left out. Throws a RangeError when there is no entry.
 */
export function fillBatch(
  entries: readonly LogEntry[],
  head: BatchHead,
  mayTell: (path: AffordancePath) => boolean,
): Batch {
  let taken = entries.length;
  for (;;) {
    const batch = encodeFirst(entries, taken, head, mayTell);
    const bytes = jsonBytes(batch.content);
    if (bytes <= largestContent || taken === 1) return batch;
    taken = Math.max(1, Math.min(taken - 1, Math.floor(((taken * largestContent) / bytes) * 0.98)));
  }
}

function encodeFirst(
  entries: readonly LogEntry[],
  taken: number,
  { epoch, seq, clock, after }: BatchHead,
  mayTell: (path: AffordancePath) => boolean,
): Batch {
  const last = entries[taken - 1];
  if (last === undefined) throw new RangeError("a batch needs at least one entry");
  const columns = encodeColumns(entries.slice(0, taken).filter(({ path }) => mayTell(path)));
  const content: TelemetryContent = { v: 1, epoch, seq, clock, ...(after && { after }), columns };
  return { content, through: last.position, taken };
}

const utf8 = new TextEncoder();

function jsonBytes(content: object): number {
  return utf8.encode(JSON.stringify(content)).length;
}
