import type { Clock } from "../core/clock.ts";
import type { ConnectionMemory } from "../core/connection-memory.ts";
import type { AffordancePath } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";

/** ms between writes to the disk while something counts: so much counting a power cut costs. */
const keepEvery = 60_000;

/** Counts that go on after a restart. Disposed, it keeps them. */
export interface KeptCounts extends Disposable {
  of(path: AffordancePath): number;
  add(path: AffordancePath, count: number): void;
}

/** Counts by property, from where the last run left them. Without a memory they begin at 0 and end with this process. */
export function keptCounts(memory: ConnectionMemory | undefined, clock: Clock): KeptCounts {
  const counts = readCounts(memory?.words);
  let timer: Disposable | undefined;

  function keep(): void {
    timer = undefined;
    memory?.keepWords(JSON.stringify(Object.fromEntries(counts)));
  }

  return {
    of: (path) => counts.get(path) ?? 0,
    add(path, count) {
      counts.set(path, (counts.get(path) ?? 0) + count);
      timer ??= clock.after(keepEvery, keep);
    },
    [Symbol.dispose]() {
      if (timer === undefined) return;
      timer[Symbol.dispose]();
      keep();
    },
  };
}

/** What an earlier run of the agent wrote; what is none of its counts is passed over. */
function readCounts(kept: string | undefined): Map<string, number> {
  const written = plainObject(kept === undefined ? undefined : JSON.parse(kept));
  const isCount = (entry: [string, unknown]): entry is [string, number] => Number.isSafeInteger(entry[1]);
  return new Map(Object.entries(written).filter(isCount));
}
