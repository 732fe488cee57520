import type { Clock } from "../core/clock.ts";

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

export interface GroupCommit<Entry> extends Disposable {
  add(entry: Entry): void;
  commit(): void;
}

const groupSize = 100;
const mostInMemory = 10_000;
const retryMs = 5000;

/** Collects entries and writes them together. While `write` throws, entries wait in bounded memory, the oldest giving way. */
export function groupCommit<Entry>(
  write: (entries: readonly Entry[]) => void,
  { durabilityMs, clock, onFault, onBack }: GroupCommitOptions,
): GroupCommit<Entry> {
  let pending: Entry[] = [];
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
      write(pending);
      pending = [];
      if (failing) onBack?.();
      failing = false;
    } catch (cause) {
      fail(cause instanceof Error ? cause.message : String(cause));
    }
  }
  function fail(detail: string): void {
    arm(Math.max(durabilityMs, retryMs));
    if (failing && lost === 0) return;
    failing = true;
    const report = { code: "log-unwritable", detail, lost } as const;
    lost = 0;
    onFault(report);
  }
  return {
    add(entry) {
      if (pending.length >= mostInMemory) {
        pending.shift();
        lost += 1;
      }
      pending.push(entry);
      if (pending.length >= groupSize && !failing) commit();
      else arm(durabilityMs);
    },
    commit,
    [Symbol.dispose]() {
      commit();
      timer?.[Symbol.dispose]();
      timer = undefined;
    },
  };
}
