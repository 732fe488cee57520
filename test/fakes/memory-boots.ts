import type { BootTime, BootTimes } from "../../src/core/boot-times.ts";
import { versionMadeAt } from "../../src/core/clock-trust.ts";
import type { LogEntry } from "../../src/core/store-ports.ts";
import { readUnsetTime } from "../../src/core/unset-time.ts";

/** When the machine was started, for the reading log without a disk. */
export class MemoryBoots implements BootTimes {
  readonly #write: (change: () => void) => void;
  readonly #slots: string[] = [];
  readonly #durable = new Map<number, BootTime>();
  #seen = new Map<number, BootTime>();

  /** `write` makes a change durable, or throws. */
  constructor(write: (change: () => void) => void) {
    this.#write = write;
  }

  /** The file is opened again. */
  reopen(): void {
    this.#seen = new Map(this.#durable);
  }

  beginBoot(boot: string, guess: number): BootTime {
    const slot = this.#slotOf(boot);
    const before = this.#seen.get(slot);
    if (before?.isKnown) return before;
    const startedAt = Math.round(guess);
    const row = { slot, startedAt: Math.max(startedAt, before?.startedAt ?? startedAt), isKnown: false };
    try {
      this.#keep(row);
    } catch {
      this.#seen.set(slot, row);
    }
    return row;
  }

  knowBoot(boot: string, startedAt: number): void {
    const slot = this.#slotOf(boot);
    if (this.#seen.get(slot)?.isKnown) return;
    this.#keep({ slot, startedAt: Math.round(startedAt), isKnown: true });
  }

  /** With its time as it is told. */
  told(entry: LogEntry): LogEntry {
    const unset = readUnsetTime(entry.at);
    if (unset === undefined) return entry;
    const { startedAt, isKnown } = this.#seen.get(unset.slot) ?? { startedAt: versionMadeAt, isKnown: false };
    return { ...entry, at: startedAt + unset.sinceBoot, time: isKnown ? "repaired" : "guessed" };
  }

  #slotOf(boot: string): number {
    const slot = this.#slots.indexOf(boot);
    return slot >= 0 ? slot : this.#slots.push(boot) - 1;
  }

  #keep(row: BootTime): void {
    this.#write(() => {
      this.#durable.set(row.slot, row);
      this.#seen.set(row.slot, row);
    });
  }
}
