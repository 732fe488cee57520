import type { AffordancePath } from "../../core/ids.ts";
import type { ConnectionContext } from "../define-driver.ts";
import { everyInterval } from "../every-interval.ts";
import { SilentWait } from "../silent-wait.ts";
import { type Absence, type AskKernel, faulty, type KernelFound, type KernelSource } from "./kernel-source.ts";

export interface KernelPollParts extends Pick<ConnectionContext, "clock" | "emit"> {
  readonly ask: AskKernel;
}

/** One value that is read again and again, for all properties that want it so. */
export class KernelPoll implements Disposable {
  readonly #source: KernelSource;
  readonly #parts: KernelPollParts;
  readonly #wait: SilentWait;
  readonly #listeners = new Set<{ readonly path: AffordancePath }>();
  readonly #ticks: Disposable;
  #isAsked = false;
  #wasAsked = false;
  #isEnded = false;
  /** What was told last of a value that is not to be had. */
  #loss: Absence | undefined;

  constructor(source: KernelSource, every: number, parts: KernelPollParts) {
    this.#source = source;
    this.#parts = parts;
    this.#wait = new SilentWait(parts.clock);
    this.#ticks = everyInterval(every, parts.clock, 0, () => this.ask());
  }

  get isWanted(): boolean {
    return this.#listeners.size > 0;
  }

  /** Whether the last look found something there. */
  get isThere(): boolean {
    return this.#wasAsked && this.#loss === undefined;
  }

  isFor(path: AffordancePath): boolean {
    return [...this.#listeners].some((listener) => listener.path === path);
  }

  /** Who comes late hears at once of a loss, or soon of a value. */
  add(path: AffordancePath): Disposable {
    const listener = { path };
    this.#listeners.add(listener);
    if (this.#loss !== undefined) this.#tell(path, this.#loss);
    else this.ask();
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Unless its answer is waited for already; `isUrgent`: whatever became of the last one. */
  ask(isUrgent = false): void {
    if (this.#isAsked || this.#isEnded || !(isUrgent || this.#wait.isOver)) return;
    this.#isAsked = true;
    void this.#source(this.#parts.ask)
      .catch((error: unknown) => faulty("source-fault", `it cannot be read: ${String(error)}`))
      .then((found) => {
        this.#isAsked = false;
        if (!this.#isEnded) this.#take(found);
      });
  }

  [Symbol.dispose](): void {
    this.#isEnded = true;
    this.#ticks[Symbol.dispose]();
    this.#listeners.clear();
  }

  #take(found: KernelFound): void {
    this.#wasAsked = true;
    if (found.kind === "absent" && found.quality === "unavailable") {
      this.#wait.begin();
      if (this.#loss?.fault === found.fault) return;
      this.#loss = found;
    } else {
      this.#wait.end();
      this.#loss = undefined;
    }
    if (found.kind === "nothing") return;
    const { emit, clock } = this.#parts;
    for (const { path } of this.#listeners) {
      if (found.kind === "absent") this.#tell(path, found);
      else emit({ kind: "value", path, wire: found.wire, measuredAt: clock.now() });
    }
  }

  #tell(path: AffordancePath, { quality, fault, detail }: Absence): void {
    const { emit, clock } = this.#parts;
    emit({ kind: "absent", path, quality, fault, detail, noticedAt: clock.now() });
  }
}
