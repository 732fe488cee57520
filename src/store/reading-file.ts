import { existsSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { BootTimes } from "../core/boot-times.ts";
import type { NewLogEntry, ReadingLog } from "../core/store-ports.ts";
import type { Beside } from "./beside.ts";
import { GroupCommit, type GroupCommitOptions } from "./group-commit.ts";
import { canWriteBeside, setAside } from "./readings/log-files.ts";
import { openReadingStore, type ReadingStore, type ReadingStoreOptions } from "./readings/reading-store.ts";
import { isDiskFailure } from "./store-fault.ts";

export interface ReadingFileOptions extends GroupCommitOptions, ReadingStoreOptions {
  /** Called once when readings that were not delivered begin to be given up for room or age. */
  readonly onDropping?: (readings: number) => void;
  /** Whether readings may take room on the disk now; default: always. */
  readonly mayTakeRoom?: () => boolean;
}

/**
 * Opens `readings.db`, the one store of history: delivered is a cursor, nothing is deleted by sending, only for room. `append` is cheap and commits in
 * groups; a commit that fails is told to `onFault` and repeated. A damaged file is put aside, what is whole in it taken over.
 * Throws as `openDatabase` does, but never `store-corrupt`.
 */
export function openReadingFile(directory: string, options: ReadingFileOptions): ReadingLog & BootTimes & Disposable {
  const file = new ReadingFile(directory, options);
  const group = new GroupCommit<NewLogEntry>((entries, beside) => file.write(entries, beside), options);
  return {
    append: (entry, receipt) => group.append(entry, receipt),
    withhold: (path, entry, receipt) => group.withhold(path, entry, receipt),
    remembered: (source) => file.use((store) => store.remembered(source)),
    commit: () => group.commit(),
    beginBoot: (boot, guess) => file.use((store) => store.beginBoot(boot, guess)),
    knowBoot: (boot, startedAt) => file.use((store) => store.knowBoot(boot, startedAt)),
    unsealed: (limit) => file.use((store) => store.unsealed(limit)),
    gather: () => file.use((store) => store.gather()),
    backlog: () => file.use((store) => store.backlog()),
    keepSealed: (event, range) => file.use((store) => store.keepSealed(event, range)),
    sealed: () => file.use((store) => store.sealed()),
    lastSealed: () => file.use((store) => store.lastSealed()),
    delivered: (txn, eventId) => file.use((store) => store.delivered(txn, eventId)),
    rejected: (txn) => file.use((store) => store.rejected(txn)),
    unseal: (txn) => file.use((store) => store.unseal(txn)),
    history: (path, fromAt, toAt) => file.use((store) => store.history(path, fromAt, toAt)),
    weight: (fromAt, toAt) => file.use((store) => store.weight(fromAt, toAt)),
    hasLosses: () => file.use((store) => store.hasLosses()),
    losses: (limit) => file.use((store) => store.losses(limit)),
    keepSealedLoss: (event) => file.use((store) => store.keepSealedLoss(event)),
    sealedLoss: () => file.use((store) => store.sealedLoss()),
    lossTold: () => file.use((store) => store.lossTold()),
    usage: () => ({ ...file.use((store) => store.usage()), inMemory: group.held() }),
    [Symbol.dispose]() {
      group[Symbol.dispose]();
      file[Symbol.dispose]();
    },
  };
}

/** readings.db as it is opened, and opened anew where it must be. */
class ReadingFile implements Disposable {
  readonly #directory: string;
  readonly #options: ReadingFileOptions;
  #store: ReadingStore | undefined;
  #failures = 0;
  #isDropping = false;

  constructor(directory: string, options: ReadingFileOptions) {
    this.#directory = directory;
    this.#options = options;
    this.#store = this.#open();
  }

  use<Result>(work: (store: ReadingStore) => Result): Result {
    this.#store ??= this.#openAgain();
    try {
      return work(this.#store);
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      this.#close();
      this.#store = this.#replace(cause);
      return work(this.#store);
    }
  }

  write(entries: readonly NewLogEntry[], beside: Beside<NewLogEntry>): void {
    if (!(this.#options.mayTakeRoom?.() ?? true)) {
      throw new AgentFault("store-unwritable", "The disk is full; what room there is, is left to commands and keys.");
    }
    try {
      this.use((store) => store.add(entries, beside));
      this.#failures = 0;
    } catch (cause) {
      this.#failures += 1;
      if (this.#isFileGone(cause)) this.#close();
      throw cause;
    }
    this.#tidy();
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  /** What fails here fails at the next commit too, which tells it. */
  #tidy(): void {
    try {
      const given = this.use((store) => store.tidy());
      if (given > 0 && !this.#isDropping) this.#options.onDropping?.(given);
      this.#isDropping = given > 0;
    } catch (cause) {
      if (!(cause instanceof AgentFault) || cause.code !== "store-unwritable") throw cause;
    }
  }

  #open(): ReadingStore {
    try {
      return openReadingStore(this.#directory, this.#options);
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      return this.#replace(cause);
    }
  }

  /** Never begins a new file where the old one has gone away with its disk. */
  #openAgain(): ReadingStore {
    const file = join(this.#directory, "readings.db");
    if (!existsSync(file)) throw new AgentFault("store-unwritable", `${file} has gone away.`);
    return this.#open();
  }

  /** A disk that was taken out and put back is another one to the system: what was opened on the old one fails for ever. */
  #isFileGone(cause: unknown): boolean {
    return this.#failures > 1 && isDiskFailure(cause) && canWriteBeside(this.#directory);
  }

  #replace(cause: AgentFault): ReadingStore {
    const aside = setAside(this.#directory);
    this.#options.onDamage(`${cause.message} It was put aside as ${aside}, and a new one is begun`, 0);
    return openReadingStore(this.#directory, this.#options, aside);
  }

  #close(): void {
    this.#store?.[Symbol.dispose]();
    this.#store = undefined;
  }
}

function isDamage(cause: unknown): cause is AgentFault {
  return cause instanceof AgentFault && cause.code === "store-corrupt";
}
