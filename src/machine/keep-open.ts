import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";

/** Something that is opened again and again after it was lost: waits of 0.5 to 5 s. */
export interface KeptOpen<Session> extends AsyncDisposable {
  /** The open one. */
  readonly session: Session | undefined;
  /** Why nothing can be written where there is none. */
  failure(): WriteFailure;
  /** Lets go of the open one and opens another; told as a loss only when that fails. */
  renew(): void;
}

export interface OpeningParts<Session> {
  readonly name: string;
  /** Opens one, or says in one sentence why it cannot. `lost` is called once when it goes away by itself. */
  open(lost: (reason: string) => void): Promise<Session | string>;
  /** Called once it is told as up. */
  begin(session: Session): void;
  readonly events: BusEvents;
  readonly clock: Clock;
}

export function keepOpen<Session extends AsyncDisposable>(parts: OpeningParts<Session>): KeptOpen<Session> {
  return new Kept(parts);
}

class Kept<Session extends AsyncDisposable> implements KeptOpen<Session> {
  readonly #parts: OpeningParts<Session>;
  readonly #waits = backOff(1000, 5000);
  #session: Session | undefined;
  #starting: Promise<void>;
  #retry: Disposable | undefined;
  #isDisposed = false;
  #isRenewed = false;
  #loss: string | undefined;

  constructor(parts: OpeningParts<Session>) {
    this.#parts = parts;
    this.#starting = this.#start();
  }

  get session(): Session | undefined {
    return this.#session;
  }

  failure(): WriteFailure {
    return new WriteFailure("connection-down", this.#loss ?? `${this.#parts.name} is not open yet`);
  }

  renew(): void {
    const session = this.#session;
    if (session === undefined || this.#isDisposed) return;
    this.#session = undefined;
    this.#isRenewed = true;
    this.#starting = this.#startAfter(session);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#retry?.[Symbol.dispose]();
    await this.#starting;
    const session = this.#session;
    this.#session = undefined;
    await session?.[Symbol.asyncDispose]();
  }

  async #startAfter(session: Session): Promise<void> {
    await session[Symbol.asyncDispose]();
    await this.#start();
  }

  async #start(): Promise<void> {
    if (this.#isDisposed) return;
    const outcome = await this.#parts.open((reason) => this.#lost(reason));
    if (typeof outcome === "string") return this.#lost(outcome);
    this.#session = outcome;
    if (this.#isDisposed) return;
    this.#waits.reset();
    this.#loss = undefined;
    if (!this.#isRenewed) this.#parts.events.up();
    this.#isRenewed = false;
    this.#parts.begin(outcome);
  }

  #lost(reason: string): void {
    this.#session = undefined;
    this.#isRenewed = false;
    if (this.#isDisposed) return;
    this.#retry = this.#parts.clock.after(this.#waits.next(), () => {
      this.#starting = this.#start();
    });
    const isNews = this.#loss === undefined;
    this.#loss = reason;
    if (isNews) this.#parts.events.down(reason);
  }
}
