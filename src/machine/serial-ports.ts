import type { BusEvents, SerialPort, SerialSettings } from "../core/bus-ports.ts";
import type { Clock } from "../core/clock.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";
import { findUsbPort } from "./find-usb-port.ts";
import { openSerialSession, type SerialSession } from "./serial-session.ts";

/** A port that is opened again and again after it was unplugged: waits of 0.5 to 5 s. */
export function openSerialPort(
  settings: SerialSettings,
  take: (chunk: Uint8Array) => void,
  events: BusEvents,
  clock: Clock,
): SerialPort {
  return new Port(settings, take, events, clock);
}

class Port implements SerialPort {
  readonly #settings: SerialSettings;
  readonly #take: (chunk: Uint8Array) => void;
  readonly #events: BusEvents;
  readonly #clock: Clock;
  readonly #waits = backOff(1000, 5000);
  #session: SerialSession | undefined;
  #starting: Promise<void>;
  #retry: Disposable | undefined;
  #isDisposed = false;
  #loss: string | undefined;

  constructor(settings: SerialSettings, take: (chunk: Uint8Array) => void, events: BusEvents, clock: Clock) {
    this.#settings = settings;
    this.#take = take;
    this.#events = events;
    this.#clock = clock;
    this.#starting = this.#start();
  }

  get isUp(): boolean {
    return this.#session !== undefined;
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#session !== undefined) return this.#session.write(bytes, signal);
    const reason = this.#loss ?? `${portName(this.#settings)} is not open yet`;
    return Promise.reject(new WriteFailure("connection-down", reason));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#retry?.[Symbol.dispose]();
    await this.#starting;
    const session = this.#session;
    this.#session = undefined;
    await session?.[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    const { port } = this.#settings;
    const found = "path" in port ? port : await findUsbPort(port.usb);
    if ("problem" in found) return this.#lost(`${found.problem}; ${found.remedy}`);
    if (this.#isDisposed) return;
    const outcome = await openSerialSession(found.path, this.#settings, {
      chunk: (bytes) => this.#isDisposed || this.#take(bytes),
      lost: (reason) => this.#lost(reason),
    });
    if (typeof outcome === "string") return this.#lost(outcome);
    this.#session = outcome;
    if (this.#isDisposed) return;
    this.#loss = undefined;
    this.#waits.reset();
    this.#events.up();
    outcome.listen();
  }

  #lost(reason: string): void {
    this.#session = undefined;
    if (this.#isDisposed) return;
    this.#retry = this.#clock.after(this.#waits.next(), () => {
      this.#starting = this.#start();
    });
    const isNews = this.#loss === undefined;
    this.#loss = reason;
    if (isNews) this.#events.down(reason);
  }
}

/** The port, as the configuration names it. */
function portName({ port }: SerialSettings): string {
  return "path" in port ? port.path : `the USB port ${port.usb}`;
}
