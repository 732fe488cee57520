import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import type { MqttBroker, MqttMessage, MqttSettings, MqttVersion } from "../core/mqtt-broker.ts";
import { shareReceipt } from "../core/receipt.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";
import type { Loss } from "./explain-mqtt-error.ts";
import { type HeldMessage, MqttAcknowledgements } from "./mqtt-acknowledgements.ts";
import { type MqttSession, type SessionEvents, type SessionMessage, startMqttSession } from "./mqtt-session.ts";
import { MqttSubscriptions, type Taker } from "./mqtt-subscriptions.ts";

/** ms for a broker to take back subscriptions. */
const forgetMs = 1000;

/** How a connection is begun, and what the waits are drawn from: 0 up to 1. */
export interface Connecting {
  readonly start: typeof startMqttSession;
  readonly random: () => number;
}

/** A broker that is connected to again and again: waits of 1 to 60 s, a random part of each, so that a herd spreads out. */
export function openMqttBroker(
  settings: MqttSettings,
  events: BusEvents,
  clock: Clock,
  connecting: Connecting = { start: startMqttSession, random: Math.random },
): MqttBroker {
  return new Broker(settings, events, clock, connecting);
}

class Broker implements MqttBroker {
  readonly #settings: MqttSettings;
  readonly #events: BusEvents;
  readonly #clock: Clock;
  readonly #connecting: Connecting;
  readonly #waits: ReturnType<typeof backOff>;
  readonly #subscriptions: MqttSubscriptions;
  readonly #acknowledgements: MqttAcknowledgements | undefined;
  /** Came before all that is wanted was known, and nobody took them yet. */
  #unclaimed: { readonly message: MqttMessage; readonly marks: readonly number[]; readonly held: HeldMessage }[] = [];
  #version: MqttVersion;
  #session: MqttSession | undefined;
  #starting: Promise<void>;
  #retry: Disposable | undefined;
  #isUp = false;
  #isDisposed = false;
  #told: Loss | undefined;

  constructor(settings: MqttSettings, events: BusEvents, clock: Clock, connecting: Connecting) {
    this.#connecting = connecting;
    this.#waits = backOff(1000, 60_000, connecting.random);
    this.#settings = settings;
    this.#version = settings.version ?? "5";
    this.#events = events;
    this.#clock = clock;
    const memory = settings.session?.memory;
    this.#subscriptions = new MqttSubscriptions(memory);
    this.#acknowledgements = memory && new MqttAcknowledgements(memory.id, memory.note, clock);
    this.#starting = this.#start();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  subscribe(filter: string, take: Taker["take"], refused?: Taker["refused"]): Disposable {
    return this.#subscriptions.add(filter, { take, refused });
  }

  settle(): void {
    this.#subscriptions.settle();
    for (const { message, marks, held } of this.#unclaimed.splice(0)) this.#hand(message, marks, held);
  }

  async forget(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    using _limit = this.#clock.after(forgetMs, resolve);
    await Promise.race([promise, this.#subscriptions.forget()]);
  }

  publish(...[topic, payload, signal, expiry, answer]: Parameters<MqttBroker["publish"]>): Promise<void> {
    if (this.#isUp && this.#session !== undefined) return this.#session.publish(topic, payload, signal, expiry, answer);
    const reason = this.#told?.[0] ?? `there is no connection to ${this.#settings.url} yet`;
    return Promise.reject(signal.aborted ? signal.reason : new WriteFailure("connection-down", reason));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#isUp = false;
    this.#retry?.[Symbol.dispose]();
    await this.#starting;
    await this.#session?.[Symbol.asyncDispose]();
    this.#acknowledgements?.end();
  }

  async #start(): Promise<void> {
    let isOver = false;
    let session: MqttSession | undefined;
    const events: SessionEvents = {
      begun: (isKept) => session && this.#acknowledgements?.begin(session, isKept),
      up: () => this.#up(),
      lost: (loss, isOtherVersion) => {
        isOver = true;
        this.#lost(loss, isOtherVersion);
      },
      message: (message) => this.#receive(message),
      refused: (filter) => {
        const reason = `the broker at ${this.#settings.url} refuses the subscription to ${filter}`;
        this.#subscriptions.refuse(filter, reason);
      },
      pingSent: () => this.#acknowledgements?.pingSent(),
      pingAnswered: () => this.#acknowledgements?.pingAnswered(),
    };
    try {
      session = await this.#connecting.start(this.#settings, this.#version, events);
      if (!isOver) this.#session = session;
    } catch (error) {
      this.#lost([`the connection to ${this.#settings.url} could not be begun (${String(error)})`], false);
    }
  }

  #up(): void {
    if (this.#isDisposed || this.#session === undefined) return;
    this.#isUp = true;
    this.#told = undefined;
    this.#waits.reset();
    this.#events.up();
    this.#subscriptions.connect(this.#session);
  }

  #lost(loss: Loss, isOtherVersion: boolean): void {
    this.#session = undefined;
    this.#subscriptions.connect(undefined);
    this.#acknowledgements?.end();
    if (this.#isDisposed) return;
    const wasUp = this.#isUp;
    this.#isUp = false;
    const { version } = this.#settings;
    if (isOtherVersion && version === undefined && this.#version === "5") {
      this.#version = "3.1.1";
      this.#starting = this.#start();
      return;
    }
    if (!wasUp) this.#version = version ?? "5";
    this.#retry = this.#clock.after(this.#waits.next(), () => {
      this.#starting = this.#start();
    });
    const isNews = this.#told === undefined || this.#told[1] !== loss[1];
    this.#told = loss;
    if (isNews) this.#events.down(...loss);
  }

  #receive({ id, isRepeat, marks, ...message }: SessionMessage): void {
    if (this.#isDisposed) return;
    if (id === undefined || this.#acknowledgements === undefined) {
      for (const { take } of this.#subscriptions.takersOf(message.topic, marks)) take(message);
      return;
    }
    const held = this.#acknowledgements.came(id, isRepeat, message.topic, message.payload);
    if (held === undefined) return;
    const isWanted = this.#subscriptions.isSettled || this.#subscriptions.takersOf(message.topic, marks).length > 0;
    if (isWanted) this.#hand(message, marks, held);
    else this.#unclaimed.push({ message, marks, held });
  }

  /** What nobody wants is acknowledged at once. */
  #hand(message: MqttMessage, marks: readonly number[], held: HeldMessage): void {
    const receipt = this.#acknowledgements?.take(held);
    const takers = this.#subscriptions.takersOf(message.topic, marks);
    const receipts = receipt === undefined ? [] : shareReceipt(receipt, takers.length);
    for (const [place, { take }] of takers.entries()) {
      const share = receipts[place];
      take(share === undefined ? message : { ...message, receipt: share });
    }
  }
}
