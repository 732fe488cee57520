import { connect, type Socket } from "node:net";
import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import type { SimulatedLines } from "../core/simulated-lines.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";
import { sendJsonLine, takeJsonLines } from "./json-lines.ts";
import type { SimulationAnswer, SimulationRequest } from "./simulation-protocol.ts";

type Settle = (failure: WriteFailure | undefined) => void;

/** Lines behind a socket, connected to again and again. */
export function simulatedLinesClient(socketPath: string, events: BusEvents, clock: Clock): SimulatedLines {
  return new Client(socketPath, events, clock);
}

class Client implements SimulatedLines {
  readonly #path: string;
  readonly #events: BusEvents;
  readonly #clock: Clock;
  readonly #waits = backOff(250, 2000);
  readonly #takers = new Map<string, Set<(level: string | undefined) => void>>();
  readonly #writing = new Map<number, Settle>();
  #count = 0;
  #socket: Socket;
  #isUp = false;
  #wasTold = false;
  #isDisposed = false;
  #retry: Disposable | undefined;

  constructor(path: string, events: BusEvents, clock: Clock) {
    this.#path = path;
    this.#events = events;
    this.#clock = clock;
    this.#socket = this.#connect();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  write(line: string, level: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (!this.#isUp) return reject(new WriteFailure("connection-down", this.#reason()));
      const id = this.#count++;
      const abandon = (): void => {
        this.#writing.delete(id);
        reject(signal.reason);
      };
      signal.addEventListener("abort", abandon);
      this.#writing.set(id, (failure) => {
        signal.removeEventListener("abort", abandon);
        if (failure === undefined) resolve();
        else reject(failure);
      });
      this.#send({ do: "write", id, line, level });
    });
  }

  watch(line: string, take: (level: string | undefined) => void): Disposable {
    const takers = this.#takers.get(line) ?? new Set();
    // A wrapper of its own: the same function may watch twice.
    const taker = (level: string | undefined): void => take(level);
    this.#takers.set(line, takers.add(taker));
    this.ask(line);
    return { [Symbol.dispose]: () => void takers.delete(taker) };
  }

  ask(line: string): void {
    if (this.#isUp) this.#send({ do: "watch", line });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#isUp = false;
    this.#retry?.[Symbol.dispose]();
    if (this.#socket.closed) return;
    const closed = new Promise<void>((resolve) => this.#socket.once("close", () => resolve()));
    this.#socket.destroy();
    await closed;
  }

  #connect(): Socket {
    const socket = connect(this.#path);
    socket.on("connect", () => this.#up());
    // A close follows every error.
    socket.on("error", () => {});
    socket.on("close", () => this.#lost());
    takeJsonLines(socket, (message) => this.#take(message as SimulationAnswer));
    return socket;
  }

  #up(): void {
    this.#isUp = true;
    this.#wasTold = false;
    this.#waits.reset();
    this.#events.up();
    for (const line of this.#takers.keys()) this.ask(line);
  }

  #lost(): void {
    this.#isUp = false;
    const lost = new WriteFailure("unconfirmed", "the simulated hardware went away before it answered");
    for (const settle of this.#writing.values()) settle(lost);
    this.#writing.clear();
    if (this.#isDisposed) return;
    this.#retry = this.#clock.after(this.#waits.next(), () => {
      this.#socket = this.#connect();
    });
    if (this.#wasTold) return;
    this.#wasTold = true;
    this.#events.down(this.#reason());
  }

  #take(answer: SimulationAnswer): void {
    if (this.#isDisposed) return;
    if ("line" in answer) {
      for (const take of this.#takers.get(answer.line) ?? []) take(answer.level ?? undefined);
    } else {
      const failure = answer.error === undefined ? undefined : new WriteFailure("driver-failed", answer.error);
      this.#writing.get(answer.id)?.(failure);
      this.#writing.delete(answer.id);
    }
  }

  #send(request: SimulationRequest): void {
    sendJsonLine(this.#socket, request);
  }

  #reason(): string {
    return `no simulated hardware answers at ${this.#path}`;
  }
}
