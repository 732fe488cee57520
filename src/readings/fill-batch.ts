import type { TelemetryContent } from "../../schemas/telemetry.ts";
import { encodeColumns } from "../core/columns.ts";
import type { AffordancePath } from "../core/ids.ts";
import { encodeLatest } from "../core/latest-rows.ts";
import type { LogEntry, NewLogEntry } from "../core/store-ports.ts";

/** What stands in a telemetry event besides its columns. */
export interface BatchHead {
  readonly epoch: number;
  /** From 1. */
  readonly seq: number;
  /** Only in an epoch's first: the event sealed last before it. */
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
  readonly clock: TelemetryContent["clock"];
}

export interface BatchRules {
  /** Most bytes of JSON. */
  readonly largest: number;
  /** Readings that may not be told there (private, in clear) are covered but left out. */
  readonly mayTell: (path: AffordancePath) => boolean;
  /** Newest readings to be told beside the old ones that stand before them; those that matter most first. */
  readonly latest: readonly NewLogEntry[];
  /** UTC ms. */
  readonly now: number;
}

export interface Batch {
  readonly content: TelemetryContent;
  /** Bytes of it as JSON. */
  readonly bytes: number;
  /** Position of the last entry in it. */
  readonly through: number;
  /** How many entries it holds. */
  readonly taken: number;
  /** How many of `latest` it holds. */
  readonly latestTaken: number;
}

/** Newest readings take no more of an event than this while old ones wait. */
const latestShare = 1 / 3;

/** As many of the entries, oldest first, as fit one event, and at least one. Throws a RangeError when there is no entry. */
export function fillBatch(entries: readonly LogEntry[], head: BatchHead, rules: BatchRules): Batch {
  const told = rules.latest.filter(({ path }) => rules.mayTell(path));
  const latest = largestFitting(told.length, rules.largest * latestShare, (count) => {
    const made = encodeLatest(told.slice(0, count), rules.now);
    return { made, bytes: jsonBytes(made) };
  });
  const { taken, content, bytes, through } = largestFitting(Math.max(1, entries.length), rules.largest, (count) => {
    const batch = encodeFirst(entries, count, head, rules.mayTell);
    const content = latest.taken > 0 ? { ...batch.content, latest: latest.made } : batch.content;
    return { ...batch, content, bytes: jsonBytes(content) };
  });
  return { content, bytes, through, taken, latestTaken: latest.taken };
}

/** An event so full is full enough: each try encodes all anew. */
const fullEnough = 0.93;
const mostTries = 6;

/** As many as stay under `largest` bytes, found by what the last tries weighed; one where there is one, even if it is too large. */
function largestFitting<Made extends { readonly bytes: number }>(
  count: number,
  largest: number,
  make: (count: number) => Made,
): Made & { readonly taken: number } {
  let best: (Made & { readonly taken: number }) | undefined;
  let over: { readonly taken: number; readonly bytes: number } | undefined;
  let taken = count;
  for (let tries = 0; ; tries++) {
    const made = { ...make(taken), taken };
    if (made.bytes <= largest || taken <= 1) best = made;
    else over = made;
    if (best !== undefined && isGoodEnough(best, over, largest, tries)) return best;
    taken = between(best ?? { taken: 0, bytes: 0 }, over ?? made, largest);
  }
}

function isGoodEnough(
  { taken, bytes }: { readonly taken: number; readonly bytes: number },
  over: { readonly taken: number } | undefined,
  largest: number,
  tries: number,
): boolean {
  return over === undefined || bytes >= largest * fullEnough || taken + 1 >= over.taken || tries >= mostTries;
}

/** Readings weigh differently: a little less than a straight line from one to the other says. */
function between(
  under: { readonly taken: number; readonly bytes: number },
  over: { readonly taken: number; readonly bytes: number },
  largest: number,
): number {
  const share = (largest * 0.98 - under.bytes) / (over.bytes - under.bytes);
  const taken = under.taken + Math.floor((over.taken - under.taken) * share);
  return Math.max(under.taken + 1, Math.min(over.taken - 1, taken));
}

function encodeFirst(
  entries: readonly LogEntry[],
  taken: number,
  { epoch, seq, clock, after }: BatchHead,
  mayTell: (path: AffordancePath) => boolean,
): { readonly content: TelemetryContent; readonly through: number } {
  const last = entries[taken - 1];
  if (last === undefined) throw new RangeError("a batch needs at least one entry");
  const columns = encodeColumns(entries.slice(0, taken).filter(({ path }) => mayTell(path)));
  const content: TelemetryContent = { v: 1, epoch, seq, clock, ...(after && { after }), columns };
  return { content, through: last.position };
}

const utf8 = new TextEncoder();

function jsonBytes(content: object): number {
  return utf8.encode(JSON.stringify(content)).length;
}
