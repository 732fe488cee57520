import type { AffordancePath } from "../core/ids.ts";
import type { ConnectionContext } from "./define-driver.ts";
import { everyInterval } from "./every-interval.ts";
import type { Extracted } from "./extract.ts";
import type { FrameListeners } from "./frame-listeners.ts";
import type { Frame } from "./frames/scan-frames.ts";
import type { Answer, SerialExchanges } from "./serial-exchanges.ts";

export interface QuestionParts extends Pick<ConnectionContext, "clock" | "emit"> {
  readonly exchanges: SerialExchanges;
  readonly isUp: () => boolean;
  /** ms for an answer. */
  readonly timeout: number;
  /** Called before something is asked. */
  readonly begin: () => void;
  /** Whether a frame that is no answer is for somebody else. */
  readonly fitsOthers: (frame: Frame) => boolean;
}

/** One request with the properties that its answer is for, asked as often as the most impatient of them wants. */
export class SerialQuestion implements Disposable {
  readonly #request: Uint8Array;
  readonly #listeners: FrameListeners;
  readonly #parts: QuestionParts;
  readonly #intervals = new Map<object, number>();
  #every: number | undefined;
  #ticks: Disposable | undefined;
  #isAsked = false;
  #silence: string | undefined;
  #tellUnfit: (() => void) | undefined;

  constructor(request: Uint8Array, listeners: FrameListeners, parts: QuestionParts) {
    this.#request = request;
    this.#listeners = listeners;
    this.#parts = parts;
  }

  get isWanted(): boolean {
    return this.#intervals.size > 0;
  }

  add(path: AffordancePath, every: number, extract: (frame: Frame) => Extracted): Disposable {
    const asker = {};
    const listening = this.#listeners.add(path, extract);
    this.#intervals.set(asker, every);
    this.#setPace();
    if (this.#silence !== undefined) {
      const { clock, emit } = this.#parts;
      emit({
        kind: "absent",
        path,
        quality: "unavailable",
        fault: "no-answer",
        detail: this.#silence,
        noticedAt: clock.now(),
      });
    }
    return {
      [Symbol.dispose]: () => {
        listening[Symbol.dispose]();
        if (this.#intervals.delete(asker)) this.#setPace();
      },
    };
  }

  /** Begins anew, `delay` ms from now. */
  up(delay: number): void {
    this.#silence = undefined;
    this.#every = undefined;
    this.#setPace(delay);
  }

  /** Unless its answer is already waited for. */
  ask(): void {
    if (this.#isAsked || !this.#parts.isUp()) return;
    this.#isAsked = true;
    void this.#exchange();
  }

  [Symbol.dispose](): void {
    this.#intervals.clear();
    this.#setPace();
  }

  #setPace(delay = 0): void {
    const every = this.isWanted ? Math.min(...this.#intervals.values()) : undefined;
    if (every === this.#every) return;
    this.#every = every;
    this.#ticks?.[Symbol.dispose]();
    this.#ticks = every === undefined ? undefined : everyInterval(every, this.#parts.clock, delay, () => this.ask());
  }

  async #exchange(): Promise<void> {
    const { exchanges, begin } = this.#parts;
    this.#tellUnfit = undefined;
    try {
      const exchange = { bytes: this.#request, isWrite: false, begin, answer: this.#answer() };
      if (await exchanges.run(exchange, never)) this.#silence = undefined;
      else this.#tellMiss();
    } catch {
      // The line was lost, which is told where that is noticed.
    } finally {
      this.#isAsked = false;
    }
  }

  /** What does not fit may be noise before the answer, or a late answer to somebody else: it is told when nothing better came. */
  #answer(): Answer {
    return {
      within: this.#parts.timeout,
      takes: (frame) => {
        const fits = this.#listeners.fits(frame);
        if (fits) this.#listeners.take(frame);
        else if (this.#parts.fitsOthers(frame)) return "foreign";
        else this.#tellUnfit = () => this.#listeners.take(frame);
        return fits ? "answer" : "kept";
      },
      keepsFault: (fault, detail) => {
        this.#tellUnfit = () => this.#listeners.tell("fault", fault, detail);
        return true;
      },
    };
  }

  #tellMiss(): void {
    if (this.#tellUnfit === undefined) {
      this.#tellSilence();
      return;
    }
    this.#silence = undefined;
    this.#tellUnfit();
  }

  /** Once per silence. */
  #tellSilence(): void {
    if (this.#silence !== undefined) return;
    this.#silence = `nothing answered within ${this.#parts.timeout} ms`;
    this.#listeners.tell("unavailable", "no-answer", this.#silence);
  }
}

const never = new AbortController().signal;
