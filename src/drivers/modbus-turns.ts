import type { Clock } from "../core/clock.ts";
import type { ModbusAnswer, ModbusBus, ModbusRequest } from "../core/modbus-bus.ts";
import { WriteFailure } from "../core/write-failure.ts";

export type AskStation = (request: ModbusRequest) => Promise<ModbusAnswer>;

/** What is done while nobody else is on the bus. */
export interface ModbusTurn<Result> {
  readonly unit: number;
  /** Of a value that is written; it goes ahead of every question. */
  readonly isWrite: boolean;
  run(ask: AskStation): Promise<Result>;
}

export interface TurnParts {
  readonly bus: () => ModbusBus;
  readonly clock: Clock;
  /** ms for an answer. */
  readonly timeout: number;
  /** ms of rest after each answer. */
  readonly pause: number;
  /** ms in which nothing is asked after an answer that did not come: a late one would be taken for that to the next. */
  readonly quiet: number;
}

interface Job {
  readonly unit: number;
  begin(): Promise<void>;
  fail(reason: unknown): void;
}

/** One question at a time on a bus. Stations are asked in turns, so that one with many questions holds up no other. */
export class ModbusTurns implements Disposable {
  readonly #parts: TurnParts;
  readonly #writes: Job[] = [];
  readonly #questions: Job[] = [];
  /** Of the stations that were asked: in which turn last. */
  readonly #lastTurn = new Map<number, number>();
  #turn = 0;
  #running: Job | undefined;
  #rest: { readonly timer: Disposable; readonly over: Promise<void>; end(): void } | undefined;

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  /** Resolves to what `turn` gives; rejects as it does, with a WriteFailure if the bus was lost before, or with the signal's reason. */
  async run<Result>(turn: ModbusTurn<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const queue = turn.isWrite ? this.#writes : this.#questions;
    const ask: AskStation = async (request) => {
      await this.#rest?.over;
      signal.throwIfAborted();
      return await this.#ask(request);
    };
    const job: Job = {
      unit: turn.unit,
      begin: async () => {
        await turn.run(ask).then(resolve, reject);
      },
      fail: reject,
    };
    const abandon = (): void => {
      const at = queue.indexOf(job);
      if (at !== -1) queue.splice(at, 1);
      reject(signal.reason);
    };
    signal.addEventListener("abort", abandon);
    queue.push(job);
    this.#next();
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", abandon);
    }
  }

  lost(reason: string): void {
    this.#rest?.end();
    const gone = new WriteFailure("connection-down", reason);
    for (const job of [...this.#writes.splice(0), ...this.#questions.splice(0)]) job.fail(gone);
  }

  [Symbol.dispose](): void {
    this.lost("the connection was closed");
  }

  #next(): void {
    if (this.#running !== undefined || this.#rest !== undefined) return;
    const job = this.#writes.shift() ?? this.#takeQuestion();
    if (job === undefined) return;
    this.#running = job;
    this.#lastTurn.set(job.unit, this.#turn++);
    void job.begin().then(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  /** The first question of the station whose last turn is longest ago. */
  #takeQuestion(): Job | undefined {
    const turnOf = ({ unit }: Job): number => this.#lastTurn.get(unit) ?? -1;
    const [first] = this.#questions.toSorted((a, b) => turnOf(a) - turnOf(b));
    if (first !== undefined) this.#questions.splice(this.#questions.indexOf(first), 1);
    return first;
  }

  async #ask(request: ModbusRequest): Promise<ModbusAnswer> {
    const { bus, timeout, pause, quiet } = this.#parts;
    const answer = await bus().ask(request, timeout);
    const isClear = answer.kind === "data" || answer.kind === "exception";
    this.#beginRest(isClear ? pause : Math.max(pause, quiet));
    return answer;
  }

  #beginRest(ms: number): void {
    if (ms === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      timer[Symbol.dispose]();
      this.#rest = undefined;
      resolve();
      this.#next();
    };
    const timer = this.#parts.clock.after(ms, end);
    this.#rest = { timer, over: promise, end };
  }
}
