import type { Clock } from "../core/clock.ts";
import type { Loss } from "../core/reading-loss.ts";
import type { NewLogEntry } from "../core/store-ports.ts";
import { LossTally } from "./readings/loss-tally.ts";

/** Why readings are not on the disk yet. `lost` counts those that memory could not hold since the last report. */
export interface LogFault {
  readonly code: "log-unwritable";
  readonly detail: string;
  readonly lost: number;
}

export interface GroupCommitOptions {
  /** An entry waits at most this many ms for its commit. */
  readonly durabilityMs: number;
  readonly clock: Clock;
  /** Called once when commits begin to fail, and whenever entries had to be dropped. */
  readonly onFault: (fault: LogFault) => void;
  /** Called once when a commit succeeds again. */
  readonly onBack?: () => void;
}

export interface GroupCommit extends Disposable {
  add(entry: NewLogEntry): void;
  commit(): void;
  /** Entries that wait because the disk takes nothing; 0 while it does. */
  held(): number;
}

/** All of it in one transaction; throws when it could not be written. */
export type WriteEntries = (entries: readonly NewLogEntry[], lost: readonly Loss[]) => void;

const groupSize = 100;
const mostInMemory = 10_000;
const retryMs = 5000;

/** Collects entries and writes them together. While `write` throws, entries wait in bounded memory, the oldest giving way. */
export function groupCommit(
  write: WriteEntries,
  { durabilityMs, clock, onFault, onBack }: GroupCommitOptions,
): GroupCommit {
  let pending: NewLogEntry[] = [];
  const dropped = new LossTally();
  let failing = false;
  let lost = 0;
  let timer: Disposable | undefined;

  const arm = (ms: number): void => {
    timer ??= clock.after(ms, commit);
  };
  function commit(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (pending.length === 0) return;
    try {
      write(pending, dropped.losses("disk"));
    } catch (cause) {
      fail(cause instanceof Error ? cause.message : String(cause));
      return;
    }
    pending = [];
    dropped.clear();
    if (failing) onBack?.();
    failing = false;
  }
  function fail(detail: string): void {
    arm(Math.max(durabilityMs, retryMs));
    if (failing && lost === 0) return;
    failing = true;
    const report = { code: "log-unwritable", detail, lost } as const;
    lost = 0;
    onFault(report);
  }
  function drop(): void {
    const oldest = pending.shift();
    if (oldest === undefined) return;
    dropped.note(oldest.path, oldest.at);
    lost += 1;
  }
  return {
    add(entry) {
      if (pending.length >= mostInMemory) drop();
      pending.push(entry);
      if (pending.length >= groupSize && !failing) commit();
      else arm(durabilityMs);
    },
    commit,
    held: () => (failing ? pending.length : 0),
    [Symbol.dispose]() {
      commit();
      timer?.[Symbol.dispose]();
      timer = undefined;
    },
  };
}
