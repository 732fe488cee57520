import type { TelemetryContent } from "../../schemas/telemetry.ts";
import { encodeColumns } from "../core/encode-columns.ts";
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
  /** How many entries will about fit. */
  readonly likely: number;
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
  const latest = largestFitting(told.length, told.length, rules.largest * latestShare, (count) => {
    const made = encodeLatest(told.slice(0, count), rules.now);
    return { made, bytes: jsonBytes(made) };
  });
  const { taken, content, bytes, through } = largestFitting(
    Math.max(1, entries.length),
    rules.likely,
    rules.largest,
    (count) => {
      const batch = encodeFirst(entries, count, head, rules.mayTell);
      const content = latest.taken > 0 ? { ...batch.content, latest: latest.made } : batch.content;
      return { ...batch, content, bytes: jsonBytes(content) };
    },
  );
  return { content, bytes, through, taken, latestTaken: latest.taken };
}

/** An event so full is full enough: each try encodes all anew. */
const fullEnough = 0.93;
const mostTries = 6;

interface Weighed {
  readonly taken: number;
  readonly bytes: number;
}

/**
 * As many of `count` as stay under `largest` bytes, `likely` being tried first, then what the last tries weighed tells; one where there is one,
 * even if it is too large.
 */
function largestFitting<Made extends { readonly bytes: number }>(
  count: number,
  likely: number,
  largest: number,
  make: (count: number) => Made,
): Made & { readonly taken: number } {
  let best: (Made & { readonly taken: number }) | undefined;
  let over: Weighed | undefined;
  let taken = Math.min(count, Math.max(1, likely));
  for (let tries = 0; ; tries++) {
    const made = { ...make(taken), taken };
    if (made.bytes <= largest || taken <= 1) best = made;
    else over = made;
    const beyond = over?.taken ?? count + 1;
    if (best !== undefined) {
      const isFull = best.bytes >= largest * fullEnough || best.taken + 1 >= beyond;
      if (isFull || tries >= mostTries) return best;
    }
    taken = over === undefined ? further(made, count, largest) : between(best ?? nothing, over, largest);
  }
}

const nothing: Weighed = { taken: 0, bytes: 0 };

/** All so far fitted: more, as if each further one weighed the same. */
function further({ taken, bytes }: Weighed, count: number, largest: number): number {
  return Math.min(count, Math.max(taken + 1, Math.floor(((taken * largest) / Math.max(1, bytes)) * 0.98)));
}

/** Readings weigh differently: a little less than a straight line from one to the other says. */
function between(under: Weighed, over: Weighed, largest: number): number {
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
  const told = entries.slice(0, taken).filter(({ path }) => mayTell(path));
  const [columns, times] = [encodeColumns(told), timesOf(told)];
  const content: TelemetryContent = {
    v: 1,
    epoch,
    seq,
    clock,
    ...(times && { times }),
    ...(after && { after }),
    columns,
  };
  return { content, through: last.position };
}

/** The worst that is to be said of one of them. */
function timesOf(entries: readonly LogEntry[]): LogEntry["time"] {
  const some = (time: LogEntry["time"]): boolean => entries.some((entry) => entry.time === time);
  return some("guessed") ? "guessed" : some("repaired") ? "repaired" : undefined;
}

const utf8 = new TextEncoder();

function jsonBytes(content: object): number {
  return utf8.encode(JSON.stringify(content)).length;
}
