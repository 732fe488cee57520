import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { NewInboxEvent, SyncStore } from "../core/store-ports.ts";
import type { CutSync } from "./cut-sync.ts";

export interface SyncWritesParts {
  readonly store: SyncStore;
  readonly clock: Clock;
  readonly onFatal: (fault: AgentFault) => void;
}

/** An old token only repeats empty syncs, so it is not written for each of them. */
const tokenAge = 30 * 60_000;
/** Less than the filter's timeline limit: repeated events that were left out must not push out others. */
const mostSkipped = 50;
/** ms between two writes of the token for that reason: a flood must not become one of writes. */
const passAgainMs = 1_000;

/** The token up to which all was taken, and when it is written with the events that it stands for: always in one transaction. */
export class SyncWrites {
  readonly #parts: SyncWritesParts;
  #unwritten: NewInboxEvent[] = [];
  #token: string | undefined;
  #written: string | undefined;
  #writtenAt: number;
  #skipped = 0;
  /** Monotonic ms of the last write that was for skipped events alone. */
  #passedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SyncWritesParts) {
    this.#parts = parts;
    this.#written = parts.store.token();
    this.#token = this.#written;
    this.#writtenAt = parts.clock.monotonic();
  }

  get token(): string | undefined {
    return this.#token;
  }

  take({ events, skipped }: Pick<CutSync, "events" | "skipped">, token: string): void {
    this.#token = token;
    this.#unwritten.push(...events);
    this.#skipped += skipped;
    const isDue = this.#unwritten.length > 0 || this.#written === undefined;
    if (isDue || this.#isAged() || this.#passesSkipped()) this.#write();
  }

  /** At the end. */
  writeAll(): void {
    if (this.#token !== this.#written || this.#unwritten.length > 0) this.#write();
  }

  #isAged(): boolean {
    return this.#parts.clock.monotonic() - this.#writtenAt >= tokenAge;
  }

  #passesSkipped(): boolean {
    const now = this.#parts.clock.monotonic();
    if (this.#skipped < mostSkipped || now - this.#passedAt < passAgainMs) return false;
    this.#passedAt = now;
    return true;
  }

  #write(): void {
    if (this.#token === undefined) return;
    try {
      this.#parts.store.keep(this.#unwritten, this.#token);
    } catch (cause) {
      // Kept here and tried again with the next sync; the homeserver repeats them after a restart in any case.
      this.#parts.onFatal(new AgentFault("store-unwritable", "The inbox could not be written.", { cause }));
      return;
    }
    this.#unwritten = [];
    this.#skipped = 0;
    this.#written = this.#token;
    this.#writtenAt = this.#parts.clock.monotonic();
  }
}
