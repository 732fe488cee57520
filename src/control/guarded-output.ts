import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { SwitchStore } from "../core/store-ports.ts";
import type { Value } from "../core/value.ts";
import { Lease, type Stay } from "./lease.ts";
import { OutputBelief } from "./output-belief.ts";
import type { FindOutput } from "./output-port.ts";
import { readBackDefaultMs } from "./read-back.ts";
import { isAtRest, restValue } from "./rest-value.ts";
import type { SafeCause, SafeEvent } from "./safe-cause.ts";
import { SafeDebt } from "./safe-debt.ts";
import { connectionDown, type FailedSend, type Sent, safeWriteMs, sendValue, type UnsafeOutput } from "./send-value.ts";
import { SwitchClock } from "./switch-clock.ts";
import { Turn, type TurnEnd } from "./turn.ts";

/** ms a bus may take to acknowledge a write. */
const writeTimeoutMs = 5_000;

export interface GuardedParts {
  readonly clock: Clock;
  readonly findOutput: FindOutput;
  readonly store: SwitchStore;
  readonly onSafe: (event: SafeEvent) => void;
  /** What is believed of an output may have changed. */
  readonly onBelief: (property: Property) => void;
  /** The store failed where nothing may wait for it. */
  readonly onFault: (error: unknown) => void;
  /** It may be on though it must not be. */
  readonly enforce: (path: AffordancePath) => void;
}

/** One value under way to the hardware. */
export interface Begun {
  readonly kind: "begun";
  readonly turn: Turn;
  readonly ack: Promise<Sent>;
}

/** One output with all that is known of it: the only place that hands it a value. Judges nothing. */
export class GuardedOutput implements Disposable {
  property: Property;
  readonly belief: OutputBelief;
  readonly switches: SwitchClock | undefined;
  /** How often it was brought to rest, by a write or without: what was decided before that is out of date. */
  timesAtRest = 0;
  /** Monotonic ms since when it is known to be off; undefined while it counts as on. */
  offSince: number | undefined;
  readonly #parts: GuardedParts;
  readonly #lease: Lease;
  readonly #debt: SafeDebt;
  #turn: Turn | undefined;
  #sends = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #again: Disposable | undefined;

  constructor(property: Property, parts: GuardedParts) {
    this.property = property;
    this.#parts = parts;
    this.belief = new OutputBelief(property);
    const { minOff, maxSwitches } = property.limits;
    const hasClock = minOff !== undefined || maxSwitches !== undefined;
    this.switches = hasClock ? new SwitchClock(property, parts.clock, parts.store) : undefined;
    this.#lease = new Lease(parts.clock, (cause) => void this.setSafe(cause));
    const told = (event: Omit<SafeEvent, "property">) => parts.onSafe({ ...event, property: this.property });
    this.#debt = new SafeDebt(parts.clock, () => this.#sendRest(), told);
  }

  /** Why it did not take its safe value yet, while it still has to. */
  get owes(): string | undefined {
    return this.#debt.detail;
  }

  /** A reading now may be older than what the last write did. */
  get isSettling(): boolean {
    return this.#settledInMs > 0;
  }

  /** Once it is settled, a reading that shows on though off was written is no old one, but somebody's hand. */
  lookAgain(): void {
    this.#again?.[Symbol.dispose]();
    this.#again = this.#parts.clock.after(this.#settledInMs, () => {
      if (this.belief.isReadOn && this.owes === undefined) this.#lease.sawOn(this.property.limits.maxOn);
      this.#parts.enforce(this.property.path);
    });
  }

  /** Hands a value over. Throws what the store throws when the switch cannot be written down; nothing happened then. */
  write(value: Value, lease: Stay["lease"]): Begun | FailedSend {
    if (this.#parts.findOutput(this.property.path)?.isUp !== true) return connectionDown;
    const on = isOn(this.property, value);
    const takeBack = on ? this.switches?.goesOn() : undefined;
    const turn = this.#begin({ cause: "write", set: Promise.resolve(undefined) });
    if (isAtRest(this.property, value)) this.timesAtRest += 1;
    this.#lease.begin({ lease, maxOn: on ? this.property.limits.maxOn : undefined });
    return { kind: "begun", turn, ack: this.#settle(turn, value, takeBack) };
  }

  /**
   * Brings it to rest, past everything that is under way. Resolves within 2 s, and goes on trying when the hardware did
   * not take it. Never rejects.
   */
  async setSafe(cause: SafeCause): Promise<UnsafeOutput | undefined> {
    const { path } = this.property;
    const value = restValue(this.property);
    if (value === undefined) return undefined;
    const wasSafe = this.belief.isSurely(value);
    this.timesAtRest += 1;
    this.#lease.clear();
    const { promise: set, resolve } = Promise.withResolvers<UnsafeOutput | undefined>();
    this.#begin({ cause, set });
    const sent = await this.#debt.owe(cause, wasSafe);
    const failure = sent.kind === "taken" ? undefined : { path, detail: sent.detail };
    resolve(failure);
    return failure;
  }

  saw(reading: Reading): void {
    this.belief.saw(reading);
    this.#noteLevel();
    const { value, quality } = reading;
    if (value === undefined || quality !== "ok") return;
    const on = isOn(this.property, value);
    if (on && this.owes === undefined) this.#lease.sawOn(this.property.limits.maxOn);
    if (!on && !this.isSettling) this.#lease.sawOff();
    this.#store(() => this.switches?.saw(on, this.isSettling));
  }

  [Symbol.dispose](): void {
    this.#lease[Symbol.dispose]();
    this.#debt[Symbol.dispose]();
    this.#again?.[Symbol.dispose]();
  }

  get #settledInMs(): number {
    const settleMs = this.property.readBack?.within ?? readBackDefaultMs;
    return this.#sentAt + settleMs - this.#parts.clock.monotonic();
  }

  /** The value before is over; whoever waits for it is told before the hardware hears of the new one. */
  #begin(end: TurnEnd): Turn {
    const before = this.#turn;
    const turn = new Turn();
    this.#turn = turn;
    before?.over(end);
    return turn;
  }

  async #settle(turn: Turn, value: Value, takeBack: (() => void) | undefined): Promise<Sent> {
    const sent = await this.#send(value, writeTimeoutMs);
    if (turn !== this.#turn) return sent;
    this.#lease[sent.kind]();
    if (sent.kind === "failed") takeBack?.();
    if (sent.kind === "taken" && isAtRest(this.property, value)) this.#debt.forgive();
    return sent;
  }

  async #sendRest(): Promise<Sent> {
    const value = restValue(this.property);
    if (value === undefined) return { kind: "taken" };
    if (isOn(this.property, value)) this.#store(() => this.switches?.goesOn());
    return await this.#send(value, safeWriteMs);
  }

  async #send(value: Value, ms: number): Promise<Sent> {
    const { clock, findOutput } = this.#parts;
    const port = findOutput(this.property.path);
    if (port?.isUp !== true) return connectionDown;
    this.#sends += 1;
    const nth = this.#sends;
    const isOff = !isOn(this.property, value);
    if (isOff) this.switches?.goesOff();
    const handed = this.belief.handOver(value);
    this.#noteLevel();
    this.#sentAt = clock.monotonic();
    const sent = await sendValue(this.property, value, port, ms, clock);
    handed[sent.kind]();
    this.#noteLevel();
    if (isOff && this.belief.isReadOn) this.lookAgain();
    if (!isOff || nth !== this.#sends) return sent;
    if (sent.kind === "failed") this.switches?.stayedOn();
    else this.#store(() => this.switches?.isOff());
    return sent;
  }

  #noteLevel(): void {
    this.offSince = this.belief.countsAsOn ? undefined : (this.offSince ?? this.#parts.clock.monotonic());
    this.#parts.onBelief(this.property);
  }

  #store(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#parts.onFault(error);
    }
  }
}
