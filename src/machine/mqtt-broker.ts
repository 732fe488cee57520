import type { BusEvents, MqttBroker, MqttMessage, MqttSettings } from "../core/bus-ports.ts";
import type { Clock } from "../core/clock.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";
import type { Loss } from "./explain-mqtt-error.ts";
import { type MqttSession, type SessionEvents, startMqttSession } from "./mqtt-session.ts";
import { topicMatches } from "./topic-matches.ts";

interface Taker {
  readonly take: (message: MqttMessage) => void;
  readonly refused: ((reason: string) => void) | undefined;
}

/** A broker that is connected to again and again: waits of 1 to 60 s, a random part of each, so that a herd spreads out. */
export function openMqttBroker(settings: MqttSettings, events: BusEvents, clock: Clock): MqttBroker {
  return new Broker(settings, events, clock);
}

class Broker implements MqttBroker {
  readonly #settings: MqttSettings;
  readonly #events: BusEvents;
  readonly #clock: Clock;
  readonly #waits = backOff(1000, 60_000);
  readonly #subscriptions = new Map<string, Set<Taker>>();
  /** Filters that the session in `#session` was not asked for yet. */
  readonly #unasked = new Set<string>();
  #session: MqttSession | undefined;
  #starting: Promise<void>;
  #retry: Disposable | undefined;
  #isUp = false;
  #isDisposed = false;
  #told: Loss | undefined;

  constructor(settings: MqttSettings, events: BusEvents, clock: Clock) {
    this.#settings = settings;
    this.#events = events;
    this.#clock = clock;
    this.#starting = this.#start();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  subscribe(filter: string, take: Taker["take"], refused?: Taker["refused"]): Disposable {
    const takers = this.#subscriptions.get(filter) ?? new Set();
    const taker: Taker = { take, refused };
    takers.add(taker);
    this.#subscriptions.set(filter, takers);
    if (this.#unasked.size === 0) queueMicrotask(() => this.#ask());
    this.#unasked.add(filter);
    return { [Symbol.dispose]: () => this.#leave(filter, taker) };
  }

  #leave(filter: string, taker: Taker): void {
    const takers = this.#subscriptions.get(filter);
    if (takers?.delete(taker) !== true || takers.size > 0) return;
    this.#subscriptions.delete(filter);
    this.#unasked.delete(filter);
    this.#session?.unsubscribe(filter);
  }

  publish(topic: string, payload: string, signal: AbortSignal): Promise<void> {
    if (this.#isUp && this.#session !== undefined) return this.#session.publish(topic, payload, signal);
    const reason = this.#told?.[0] ?? `there is no connection to ${this.#settings.url} yet`;
    return Promise.reject(signal.aborted ? signal.reason : new WriteFailure("connection-down", reason));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#isUp = false;
    this.#retry?.[Symbol.dispose]();
    await this.#starting;
    await this.#session?.[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    let isOver = false;
    const events: SessionEvents = {
      up: () => this.#up(),
      lost: (...loss) => {
        isOver = true;
        this.#lost(loss);
      },
      message: (message) => this.#deliver(message),
      refused: (filter) => this.#refuse(filter),
    };
    try {
      const session = await startMqttSession(this.#settings, events);
      if (!isOver) this.#session = session;
    } catch (error) {
      this.#lost([`the connection to ${this.#settings.url} could not be begun (${String(error)})`]);
    }
  }

  #up(): void {
    if (this.#isDisposed) return;
    this.#isUp = true;
    this.#told = undefined;
    this.#waits.reset();
    for (const filter of this.#subscriptions.keys()) this.#unasked.add(filter);
    this.#events.up();
    this.#ask();
  }

  #ask(): void {
    if (!this.#isUp) return;
    this.#session?.subscribe([...this.#unasked]);
    this.#unasked.clear();
  }

  #lost(loss: Loss): void {
    this.#session = undefined;
    if (this.#isDisposed) return;
    this.#isUp = false;
    this.#retry = this.#clock.after(this.#waits.next(), () => {
      this.#starting = this.#start();
    });
    const isNews = this.#told === undefined || this.#told[1] !== loss[1];
    this.#told = loss;
    if (isNews) this.#events.down(...loss);
  }

  #deliver(message: MqttMessage): void {
    if (this.#isDisposed) return;
    for (const [filter, takers] of this.#subscriptions) {
      if (topicMatches(filter, message.topic)) for (const { take } of takers) take(message);
    }
  }

  #refuse(filter: string): void {
    const reason = `the broker at ${this.#settings.url} refuses the subscription to ${filter}`;
    for (const { refused } of this.#subscriptions.get(filter) ?? []) refused?.(reason);
  }
}
