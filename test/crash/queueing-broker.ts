import { WriteFailure } from "../../src/core/write-failure.ts";
import type { MqttSession, SessionEvents, startMqttSession } from "../../src/machine/mqtt-session.ts";
import type { HandClock } from "../fakes/hand-clock.ts";
import type { Mortal } from "./mortal.ts";

/** ms that a packet takes, and a login. */
const travelMs = 2;
const loginMs = 20;

interface Message {
  readonly topic: string;
  readonly payload: string;
}

interface Connected {
  readonly events: SessionEvents;
  readonly life: Mortal;
  /** Monotonic ms before which no further packet arrives: they come one after the other. */
  busyUntil: number;
}

/**
 * A broker with one client, whose session it keeps (MQTT 3.1.1, section 4.4): what is subscribed to and was not acknowledged it says
 * again at the next connection, in order, under the same packet identifiers.
 */
export class QueueingBroker {
  /** What it took for the client, in order. */
  readonly taken: Message[] = [];
  /** How many it had to say again. */
  saidAgain = 0;
  /** Told of all that happens. */
  onHappening: (what: string) => void = () => undefined;
  readonly #clock: HandClock;
  readonly #filters = new Set<string>();
  /** By packet identifier, in the order of sending. */
  readonly #underWay = new Map<number, Message>();
  #nextId = 1;
  #isReachable = true;
  #isKnown = false;
  #connected: Connected | undefined;

  constructor(clock: HandClock) {
    this.#clock = clock;
  }

  /** Somebody else publishes. */
  say(topic: string, payload: string): void {
    if (!this.#filters.has(topic)) return;
    const message = { topic, payload };
    this.taken.push(message);
    const id = this.#nextId;
    this.#nextId = (this.#nextId % 0xffff) + 1;
    this.#underWay.set(id, message);
    this.#send(id, false);
  }

  /** Whether the network leads to it; what is on its way while it breaks is lost. */
  reach(isReachable: boolean): void {
    this.#isReachable = isReachable;
    if (!isReachable) this.#drop();
  }

  /** Everything was acknowledged. */
  get isDrained(): boolean {
    return this.#underWay.size === 0;
  }

  /** How a client in this life connects. */
  startFor(life: Mortal): typeof startMqttSession {
    return async (_settings, _version, events) => {
      const connected: Connected = { events, life, busyUntil: 0 };
      this.#clock.after(loginMs, () => this.#login(connected));
      return this.#sessionOf(connected);
    };
  }

  #login(connected: Connected): void {
    const { events, life } = connected;
    if (life.isDead) return;
    if (!this.#isReachable) {
      life.call(() => events.lost(["nobody answers"], false));
      return;
    }
    this.#drop();
    this.#connected = connected;
    life.call(() => events.begun(this.#isKnown));
    this.#isKnown = true;
    for (const id of this.#underWay.keys()) this.#send(id, true);
    life.call(() => events.up());
  }

  #drop(): void {
    const connected = this.#connected;
    this.#connected = undefined;
    connected?.life.call(() => connected.events.lost(["the broker is away"], false));
  }

  #send(id: number, isRepeat: boolean): void {
    const connected = this.#connected;
    if (connected === undefined) return;
    const now = this.#clock.monotonic();
    connected.busyUntil = Math.max(now, connected.busyUntil) + travelMs;
    this.#clock.after(connected.busyUntil - now, () => {
      const message = this.#underWay.get(id);
      if (connected !== this.#connected || message === undefined) return;
      const { topic, payload } = message;
      this.onHappening(`the broker says ${topic} ${payload} as ${id}${isRepeat ? " again" : ""}`);
      if (isRepeat) this.saidAgain += 1;
      const bytes = new TextEncoder().encode(payload);
      const { events, life } = connected;
      life.call(() => events.message({ topic, payload: bytes, retained: false, marks: [], id, isRepeat }));
    });
  }

  #sessionOf(connected: Connected): MqttSession {
    const arrive = (take: () => void): void => {
      if (connected.life.isDead) return;
      this.#clock.after(travelMs, () => {
        if (connected === this.#connected) take();
      });
    };
    const answer = (run: () => void): void => void this.#clock.after(travelMs, () => connected.life.call(run));
    return {
      acknowledge: (id) =>
        arrive(() => {
          this.onHappening(`the broker hears of ${id}`);
          this.#underWay.delete(id);
        }),
      ping: () => {
        connected.life.call(() => connected.events.pingSent());
        arrive(() => answer(() => connected.events.pingAnswered()));
      },
      subscribe: (filters) =>
        arrive(() => {
          for (const filter of filters) this.#filters.add(filter);
        }),
      unsubscribe: async () => undefined,
      publish: () => Promise.reject(new WriteFailure("driver-failed", "this broker takes nothing from its client")),
      [Symbol.asyncDispose]: async () => {
        if (connected === this.#connected) this.#connected = undefined;
      },
    };
  }
}
