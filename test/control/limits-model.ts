import type { HandClock } from "../fakes/hand-clock.ts";
import { lateMs, type PhysicalOutput } from "../fakes/physical-output.ts";

type Name = "up" | "down" | "well";

interface Watched {
  readonly relay: PhysicalOutput;
  /** Longest time on in ms, least time off. */
  readonly maxOn: number | undefined;
  readonly minOff: number;
  fellAt: number;
  fellByHand: boolean;
  /** When it was handed over that it should be on. */
  handedAt: number;
  /** When the level is over: of the newest value that was asked for and is on. */
  endsAt: number | undefined;
  /** Until when a bus that does not work may be to blame. */
  blamedUntil: number;
  rises: number[];
}

/** ms that the control may take to bring about what it must: a try that hangs, the wait before the next, a late bus. */
const grace = 2_000 + 250 + lateMs + 250;

/** ms for which a reading after a write may be old. */
const settling = 5_000;

/**
 * What must never be, in the plainest words, from the levels of the relays alone: it knows the limits by heart and nothing
 * of how they are kept.
 */
export class LimitsModel {
  readonly complaints: string[] = [];
  isStopped = false;
  /** ms of the lease with which a value is handed over now. */
  lease: number | undefined;
  /** What happens now is somebody's hand. */
  hand = false;
  readonly #clock: HandClock;
  readonly #outputs: Readonly<Record<Name, Watched>>;
  #isNotLow = false;
  #lowSince = 0;
  #lostAt: number | undefined;
  #stoppedAt = 0;

  constructor(clock: HandClock, relays: Readonly<Record<Name, PhysicalOutput>>) {
    this.#clock = clock;
    const watched = (relay: PhysicalOutput, maxOn: number | undefined, minOff: number): Watched => ({
      relay,
      maxOn,
      minOff,
      fellAt: Number.NEGATIVE_INFINITY,
      fellByHand: false,
      handedAt: 0,
      endsAt: undefined,
      blamedUntil: 0,
      rises: [],
    });
    this.#outputs = {
      up: watched(relays.up, 20_000, 0),
      down: watched(relays.down, undefined, 2_000),
      well: watched(relays.well, 10_000, 5_000),
    };
  }

  complain(what: string): void {
    this.complaints.push(`${this.#now}: ${what}`);
  }

  low(value: boolean | undefined): void {
    if (this.#isNotLow && value !== false) this.#lowSince = this.#now;
    this.#isNotLow = value === false;
  }

  link(state: "up" | "lost"): void {
    this.#lostAt = state === "up" ? undefined : (this.#lostAt ?? this.#now);
  }

  moodChanges(name: Name): void {
    const output = this.#outputs[name];
    if (output.relay.mood !== "good") this.#blame(output, grace);
  }

  /** Nothing is known of readings and of the link any more. */
  restarted(): void {
    this.#isNotLow = false;
    this.#lowSince = this.#now;
    this.#lostAt = undefined;
    for (const output of Object.values(this.#outputs)) output.endsAt = this.#now;
  }

  /** A value leaves for the relay. */
  handedOver(name: Name, on: boolean): void {
    const output = this.#outputs[name];
    if (output.relay.mood === "mute" || output.relay.mood === "deaf") this.#blame(output, grace);
    if (!on) return;
    output.handedAt = this.#now;
    if (this.isStopped) this.complain(`${name} was switched on while everything is stopped`);
    if (name === "well" && !this.#isNotLow) this.complain("the well was switched on though it may be low");
    const limit = Math.min(output.maxOn ?? Number.POSITIVE_INFINITY, this.lease ?? Number.POSITIVE_INFINITY);
    const endsAt = limit === Number.POSITIVE_INFINITY ? undefined : this.#now + limit;
    const { mood } = output.relay;
    if (mood === "good" || mood === "late" || mood === "mute") output.endsAt = endsAt;
  }

  edge(name: Name, on: boolean): void {
    const output = this.#outputs[name];
    if (!on) {
      output.fellAt = this.#now;
      output.fellByHand = this.hand;
      return;
    }
    if (this.hand) {
      output.endsAt = this.#now + (output.maxOn ?? 0);
      this.#blame(output, settling + grace);
      return;
    }
    output.rises.push(this.#now);
    this.#judgeRise(name, output);
  }

  /** Called after every little while. */
  look(): void {
    const { up, down, well } = this.#outputs;
    if (up.relay.isOn && down.relay.isOn) this.complain("up and down are on at the same time");
    this.#mustBeOff("up", up.endsAt, "its time is over");
    this.#mustBeOff("down", down.endsAt, "its time is over");
    this.#mustBeOff("well", well.endsAt, "its time is over");
    if (!this.#isNotLow) this.#mustBeOff("well", this.#lowSince, "it may be low");
    if (this.#lostAt !== undefined) {
      if (this.#now > this.#lostAt + 10_000 + grace) this.#mustBeOffSince("down", this.#lostAt + 10_000);
    }
    if (!this.isStopped) this.#stoppedAt = this.#now;
    else
      for (const name of ["up", "down", "well"] as const)
        this.#mustBeOff(name, this.#stoppedAt, "everything is stopped");
  }

  get #now(): number {
    return this.#clock.monotonic();
  }

  #blame(output: Watched, ms: number): void {
    output.blamedUntil = Math.max(output.blamedUntil, this.#now + ms);
  }

  #judgeRise(name: Name, output: Watched): void {
    const { up, down } = this.#outputs;
    const offFor = this.#now - output.fellAt;
    // Against a hand that comes between the order and a late bus nothing helps.
    const isLate = output.fellByHand && output.handedAt < output.fellAt;
    if (offFor < output.minOff && !isLate) this.complain(`${name} is on again after ${offFor} ms`);
    const rival = name === "up" ? down : name === "down" ? up : undefined;
    if (rival?.relay.isOn) this.complain(`${name} goes on while its rival is on`);
    if (rival !== undefined && this.#now - rival.fellAt < 1_000) this.complain(`${name} goes on within the dead time`);
    const recent = output.rises.filter((at) => this.#now - at < 60_000);
    if (name === "well" && recent.length > 3)
      this.complain(`the well was switched on ${recent.length} times in a minute`);
  }

  /** Since that moment it must be off, as far as its bus lets it. */
  #mustBeOff(name: Name, since: number | undefined, why: string): void {
    const { relay, blamedUntil } = this.#outputs[name];
    if (!relay.isOn || since === undefined || relay.mood !== "good") return;
    if (this.#now > Math.max(since + grace, blamedUntil)) this.complain(`${name} is still on though ${why}`);
  }

  /** Nobody switched it on again since the link was lost. */
  #mustBeOffSince(name: Name, since: number): void {
    const { rises } = this.#outputs[name];
    if (!rises.some((at) => at >= since)) this.#mustBeOff(name, since, "the link is lost");
  }
}
