import { crc32 } from "node:zlib";
import type { Clock } from "../core/clock.ts";
import type { Receipt } from "../core/receipt.ts";

/** What the connection of the moment can be told to send. */
export interface AcknowledgingConnection {
  acknowledge(id: number): void;
  ping(): void;
}

/** One message as it stands between the broker and the reading log. */
export interface HeldMessage {
  /** Its packet identifier: the broker gives it to no other message until this one is acknowledged. */
  readonly id: number;
  /** CRC-32 of topic and payload. */
  readonly sum: number;
  isTaken: boolean;
  isSettled: boolean;
  /** Number of the connection on which it came last; 0: in an earlier run. */
  connection: number;
}

/** ms in which a broker says again what it must, after it let us in. */
const sayAgainMs = 60_000;
const bytesPerMessage = 6;

/**
 * Acknowledges the messages of a kept session, in the order in which they came (MQTT-4.6.0-2), each when its receipt was called;
 * and knows those that come again. What was acknowledged is remembered until the broker answered a ping sent after it, for only
 * then it certainly got the acknowledgement.
 */
export class MqttAcknowledgements {
  readonly #source: string;
  readonly #clock: Clock;
  /** All that the broker may say again, by packet identifier. */
  readonly #known = new Map<number, HeldMessage>();
  /** To be acknowledged on this connection, in this order. */
  #queue: HeldMessage[] = [];
  /** Acknowledged on this connection, perhaps in vain. */
  #doubtful: HeldMessage[] = [];
  /** How many of `#doubtful` each ping under way stands for. */
  #pings: number[] = [];
  #connection: AcknowledgingConnection | undefined;
  #connections = 0;
  #saidAgainBy = Number.POSITIVE_INFINITY;

  /** `note`: what an earlier run left. */
  constructor(source: string, note: Uint8Array | undefined, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    const view = note === undefined ? undefined : new DataView(note.buffer, note.byteOffset, note.byteLength);
    for (let at = 0; view !== undefined && at + bytesPerMessage <= view.byteLength; at += bytesPerMessage) {
      const id = view.getUint16(at);
      this.#known.set(id, { id, sum: view.getUint32(at + 2), isTaken: true, isSettled: true, connection: 0 });
    }
  }

  /** The broker let us in; `isKept`: it knows the session, else packet identifiers begin anew. */
  begin(connection: AcknowledgingConnection, isKept: boolean): void {
    this.end();
    this.#connection = connection;
    this.#connections += 1;
    this.#saidAgainBy = this.#clock.monotonic() + sayAgainMs;
    if (!isKept) this.#known.clear();
  }

  end(): void {
    this.#connection = undefined;
    this.#queue = [];
    this.#doubtful = [];
    this.#pings = [];
  }

  /** A message of QoS 1 came. undefined: it came before, and needs nothing but its acknowledgement. */
  came(id: number, isRepeat: boolean, topic: string, payload: Uint8Array): HeldMessage | undefined {
    const sum = crc32(payload, crc32(topic));
    const known = this.#known.get(id);
    if (isRepeat && known?.sum === sum) {
      known.connection = this.#connections;
      if (!this.#queue.includes(known)) this.#queue.push(known);
      this.#acknowledge();
      return undefined;
    }
    const message = { id, sum, isTaken: false, isSettled: false, connection: this.#connections };
    this.#known.set(id, message);
    this.#queue.push(message);
    return message;
  }

  /** The message is handed on now; called back when nothing of it can be lost. */
  take(message: HeldMessage): Receipt {
    message.isTaken = true;
    return {
      source: this.#source,
      note: () => this.#note(),
      settle: () => {
        message.isSettled = true;
        this.#acknowledge();
      },
    };
  }

  pingSent(): void {
    this.#pings.push(this.#doubtful.length);
  }

  pingAnswered(): void {
    const proven = this.#pings.shift() ?? 0;
    this.#pings = this.#pings.map((count) => count - proven);
    for (const message of this.#doubtful.splice(0, proven)) {
      if (this.#known.get(message.id) === message) this.#known.delete(message.id);
    }
    this.#askForProof();
  }

  #acknowledge(): void {
    if (this.#connection === undefined) return;
    for (let [first] = this.#queue; first?.isSettled; [first] = this.#queue) {
      this.#queue.shift();
      this.#doubtful.push(first);
      this.#connection.acknowledge(first.id);
    }
    this.#askForProof();
  }

  #askForProof(): void {
    if (this.#doubtful.length > 0 && this.#pings.length === 0) this.#connection?.ping();
  }

  /** Two bytes of packet identifier and four of checksum for each message that was taken and may come again. */
  #note(): Uint8Array {
    const isOver = this.#clock.monotonic() >= this.#saidAgainBy;
    for (const [id, { isSettled, connection }] of this.#known) {
      if (isOver && isSettled && connection !== this.#connections) this.#known.delete(id);
    }
    const taken = [...this.#known.values()].filter(({ isTaken }) => isTaken);
    const view = new DataView(new ArrayBuffer(taken.length * bytesPerMessage));
    for (const [place, { id, sum }] of taken.entries()) {
      view.setUint16(place * bytesPerMessage, id);
      view.setUint32(place * bytesPerMessage + 2, sum);
    }
    return new Uint8Array(view.buffer);
  }
}
