import { createHash } from "node:crypto";
import type { ConnectionMemory } from "../core/connection-memory.ts";
import type { UserId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";

export interface MemoryParts {
  readonly user: UserId;
  readonly store: Pick<ControlStore, "fact" | "setFact">;
  readonly readingLog: Pick<ReadingLog, "remembered" | "commit">;
  readonly log: Log;
}

/** What connections leave for the next run: words in the control store, notes of readings beside the readings. */
export function connectionMemories({ user, store, readingLog, log }: MemoryParts) {
  return (connection: string, as: string): ConnectionMemory => {
    const id = connectionId(user, connection, as);
    const filtersFact = `filters:${id}`;
    const wordsFact = `words:${id}`;
    let isRefused = false;
    const write = (fact: string, text: string, what: string): void => {
      try {
        store.setFact(fact, text);
        isRefused = false;
      } catch (error) {
        if (!isRefused) log.error(`${what} of ${connection} could not be remembered`, { error });
        isRefused = true;
      }
    };
    // A connection that is opened anew by a reload must know what came over the one before.
    readingLog.commit();
    return {
      id,
      note: readingLog.remembered(id),
      filters: readFilters(store.fact(filtersFact)),
      keepFilters: (filters) => write(filtersFact, JSON.stringify(filters), "the subscriptions"),
      words: store.fact(wordsFact),
      keepWords: (words) => write(wordsFact, words, "the counts"),
    };
  };
}

/** 23 characters, since MQTT 3.1.1 promises no more (section 3.1.3.1). */
function connectionId(user: UserId, connection: string, as: string): string {
  const hash = createHash("sha256").update(`${user}\n${connection}\n${as}`).digest("hex");
  return `roomwire-${hash.slice(0, 14)}`;
}

/** This agent wrote it. */
function readFilters(fact: string | undefined): readonly string[] {
  return fact === undefined ? [] : (JSON.parse(fact) as string[]);
}
