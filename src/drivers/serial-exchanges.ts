import type { Clock } from "../core/clock.ts";
import type { SerialPort } from "../core/serial-port.ts";
import { WriteFailure } from "../core/write-failure.ts";
import type { Frame } from "./frames/scan-frames.ts";

/** What is sent, and what must come back. */
export interface Exchange {
  readonly bytes: Uint8Array;
  /** Of a value that is written; it goes ahead of every question. */
  readonly isWrite: boolean;
  /** Called just before it is sent. */
  readonly begin?: () => void;
  /** undefined: nothing is waited for. */
  readonly answer: Answer | undefined;
}

export interface Answer {
  /** ms from when it was sent. */
  readonly within: number;
  /** `answer`: the exchange is over. `kept`: nobody else is to hear of it. `foreign`: it is for whoever listens. */
  takes(frame: Frame): "answer" | "kept" | "foreign";
  /** A damaged frame came. Whether nobody else is to hear of it; the answer may follow. */
  keepsFault(fault: "bad-checksum" | "too-long", detail: string): boolean;
}

/** One exchange at a time on a line; never two, so that nobody hears the answer to somebody else. */
export interface SerialExchanges extends Disposable {
  /**
   * Sends as soon as the line is free, within the very call if it is. Resolves to whether the answer came in time (true
   * where none is wanted); rejects as the port's `write` does. Never sent any more once its line was lost.
   */
  run(exchange: Exchange, signal: AbortSignal): Promise<boolean>;
  /** The exchange that waits for an answer now. */
  readonly waiting: Answer | undefined;
  /** The waiting one has its answer. */
  answered(): void;
  /** Late answers are still on their way: whatever comes is to be passed over. */
  readonly isQuiet: boolean;
  lost(reason: string): void;
}

export function serialExchanges(port: () => SerialPort, clock: Clock): SerialExchanges {
  return new Exchanges(port, clock);
}

/** ms for a question to leave; a line that takes no bytes is opened anew. */
const sendWithin = 5000;

interface Job {
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
  /** The port has it, and tells what became of it. */
  isSending: boolean;
  settle(outcome: boolean | { readonly failure: unknown }): void;
}

class Exchanges implements SerialExchanges {
  readonly #port: () => SerialPort;
  readonly #clock: Clock;
  readonly #writes: Job[] = [];
  readonly #questions: Job[] = [];
  #running: Job | undefined;
  #limit: Disposable | undefined;
  #quiet: Disposable | undefined;

  constructor(port: () => SerialPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  get waiting(): Answer | undefined {
    return this.#running?.exchange.answer;
  }

  get isQuiet(): boolean {
    return this.#quiet !== undefined;
  }

  async run(exchange: Exchange, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const queue = exchange.isWrite ? this.#writes : this.#questions;
    const job: Job = {
      exchange,
      signal,
      isSending: false,
      settle: (outcome) => {
        signal.removeEventListener("abort", abandon);
        const at = queue.indexOf(job);
        if (at !== -1) queue.splice(at, 1);
        if (typeof outcome === "boolean") resolve(outcome);
        else reject(outcome.failure);
        if (this.#running === job) this.#end();
      },
    };
    const abandon = (): void => {
      if (!job.isSending) job.settle({ failure: signal.reason });
    };
    signal.addEventListener("abort", abandon);
    queue.push(job);
    this.#next();
    return await promise;
  }

  answered(): void {
    this.#running?.settle(true);
  }

  lost(reason: string): void {
    const gone = new WriteFailure("connection-down", reason);
    this.#endQuiet();
    for (const job of [...this.#writes, ...this.#questions]) job.settle({ failure: gone });
    // Its write tells by itself if that is still under way; what was sent may have arrived.
    this.#running?.settle({ failure: new WriteFailure("unconfirmed", reason) });
  }

  [Symbol.dispose](): void {
    this.lost("the connection was closed");
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const job = this.#writes[0] ?? this.#questions[0];
    if (job === undefined || (this.isQuiet && job.exchange.answer !== undefined)) return;
    (job.exchange.isWrite ? this.#writes : this.#questions).shift();
    this.#running = job;
    void this.#send(job);
  }

  async #send(job: Job): Promise<void> {
    const { bytes, answer, begin, isWrite } = job.exchange;
    const question = new AbortController();
    begin?.();
    job.isSending = true;
    try {
      using _limit = this.#clock.after(sendWithin, () => question.abort(new Error("the line takes no bytes")));
      await this.#port().write(bytes, isWrite ? job.signal : question.signal);
    } catch (failure) {
      return job.settle({ failure });
    } finally {
      job.isSending = false;
    }
    if (this.#running !== job) return;
    if (answer === undefined) return job.settle(true);
    this.#limit = this.#clock.after(answer.within, () => {
      this.#beQuiet(answer.within);
      job.settle(false);
    });
  }

  #end(): void {
    this.#running = undefined;
    this.#limit?.[Symbol.dispose]();
    this.#limit = undefined;
    this.#next();
  }

  /** An answer that comes too late would be taken for that to the next question, so for as long again nothing is asked. */
  #beQuiet(ms: number): void {
    this.#quiet?.[Symbol.dispose]();
    this.#quiet = this.#clock.after(ms, () => {
      this.#quiet = undefined;
      this.#next();
    });
  }

  #endQuiet(): void {
    this.#quiet?.[Symbol.dispose]();
    this.#quiet = undefined;
  }
}
