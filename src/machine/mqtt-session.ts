import type { MqttClient } from "mqtt";
import type { writeToStream } from "mqtt-packet";
import type { KeptSession, MqttBroker, MqttMessage, MqttSettings, MqttVersion } from "../core/mqtt-broker.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { explainMqttError, isOtherVersion, type Loss, takenOver } from "./explain-mqtt-error.ts";
import { filterMark } from "./filter-mark.ts";
import type { AcknowledgingConnection } from "./mqtt-acknowledgements.ts";
import { MqttPublications } from "./mqtt-publications.ts";
import type { SubscribingConnection } from "./mqtt-subscriptions.ts";

/** Seconds without a sign of life after which the broker is asked for one; mqtt.js gives up after one and a half of it. */
const keepalive = 20;
/** ms for TCP, TLS and login together. */
const connectTimeout = 15_000;
/** Seconds for which a broker that speaks MQTT 5 keeps the session of an agent that does not come back. */
const sessionExpiryByDefault = 7 * 86_400;
/** Messages that a broker that speaks MQTT 5 may have under way to us; the commits of a second must fit in. */
const receiveMaximum = 1000;

/** From here on a code of SUBACK is a refusal (MQTT 3.1.1, section 3.9.3; MQTT 5, section 3.9.3). */
const refusedSubscription = 0x80;

/** Protocol levels of CONNECT. */
const levels: Readonly<Record<MqttVersion, 5 | 4>> = { "5": 5, "3.1.1": 4 };

/** A message as it came. */
export interface SessionMessage extends Omit<MqttMessage, "receipt"> {
  /** Marks of the filters for which it came; none where the broker does not say, or was not told. */
  readonly marks: readonly number[];
  /** Packet identifier where it must be acknowledged. */
  readonly id: number | undefined;
  /** The broker says that it may have sent it before. */
  readonly isRepeat: boolean;
}

export interface SessionEvents {
  /** The broker let us in; `isKept`: it knows the session from before. Messages may come before `up`. */
  begun(isKept: boolean): void;
  up(): void;
  /** Once, also when it never was up; the session is over then. `isOtherVersion`: the broker may speak another one. */
  lost(loss: Loss, isOtherVersion: boolean): void;
  message(message: SessionMessage): void;
  refused(filter: string): void;
  pingSent(): void;
  pingAnswered(): void;
}

/** One life of a connection to a broker. It does not reconnect, so nothing that was begun in it can happen in the next. */
export interface MqttSession extends AsyncDisposable, AcknowledgingConnection, SubscribingConnection {
  readonly publish: MqttBroker["publish"];
}

/** mqtt.js, told to make no table of all 65,536 packet ids at its first packet: that is 7 MB for a few messages. */
async function loadMqtt() {
  const [{ connect }, { writeToStream }] = await Promise.all([import("mqtt"), import("mqtt-packet")]);
  writeToStream.cacheNumbers = false;
  return { connect, writeToStream };
}

/** Begins to connect. Loads mqtt.js at the first call. */
export async function startMqttSession(
  settings: MqttSettings,
  version: MqttVersion,
  events: SessionEvents,
): Promise<MqttSession> {
  const { connect, writeToStream } = await loadMqtt();
  const { url, ca, certificate, session, username, password } = settings;
  const client = connect(url, {
    protocolVersion: levels[version],
    clean: session === undefined,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    keepalive,
    connectTimeout,
    clientId: session?.clientId ?? `roomwire-${crypto.randomUUID().slice(-12)}`,
    ...(version === "5" && session !== undefined && { properties: sessionProperties(session) }),
    ...(ca !== undefined && { ca }),
    ...certificate,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  return new Session(client, writeToStream, settings, events);
}

function sessionProperties({ expiry = sessionExpiryByDefault }: KeptSession) {
  return { sessionExpiryInterval: expiry, receiveMaximum };
}

/** What mqtt.js is told so that it goes on to the next packet without an acknowledgement of its own. */
const later = new Error("acknowledged when it is durable");

class Session implements MqttSession {
  readonly #client: MqttClient;
  readonly #write: typeof writeToStream;
  readonly #events: SessionEvents;
  readonly #publications: MqttPublications;
  #over = false;
  #isAnswered = false;
  #takesMarks = false;
  #complaint: Loss;
  #isOtherVersion = false;

  constructor(client: MqttClient, write: typeof writeToStream, settings: MqttSettings, events: SessionEvents) {
    const { url } = settings;
    const isKept = settings.session !== undefined;
    this.#client = client;
    this.#publications = new MqttPublications(client);
    this.#write = write;
    this.#events = events;
    this.#complaint = [`the broker at ${url} closed the connection`];
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "connack" && (packet.returnCode ?? packet.reasonCode) === 0) {
        this.#isAnswered = true;
        const isOffered = packet.properties?.subscriptionIdentifiersAvailable !== false;
        this.#takesMarks = client.options.protocolVersion === 5 && isOffered;
        events.begun(packet.sessionPresent);
      } else if (packet.cmd === "pingresp") events.pingAnswered();
    });
    client.on("packetsend", ({ cmd }) => void (cmd === "pingreq" && events.pingSent()));
    client.on("connect", () => events.up());
    client.handleMessage = ({ topic, payload, retain, dup, qos, messageId, properties }, next) => {
      const id = isKept && qos === 1 ? messageId : undefined;
      const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
      const marks = [properties?.subscriptionIdentifier ?? []].flat();
      const correlation = properties?.correlationData;
      const message = { topic, payload: bytes, retained: retain, ...(correlation && { correlation }) };
      if (!this.#over) events.message({ ...message, marks, id, isRepeat: dup });
      if (id === undefined) next();
      else next(later);
    };
    client.on("disconnect", ({ reasonCode }) => {
      if (reasonCode === takenOver) this.#complaint = [`another client took over the session at ${url}`];
    });
    client.on("error", (error) => {
      this.#complaint = explainMqttError(error, url);
      this.#isOtherVersion = isOtherVersion(error);
      this.#end();
    });
    client.on("close", () => {
      this.#isOtherVersion = !this.#isAnswered;
      this.#end();
    });
  }

  acknowledge(messageId: number): void {
    if (this.#over) return;
    const { stream, options } = this.#client;
    this.#write({ cmd: "puback", messageId, reasonCode: 0 }, stream, options);
  }

  ping(): void {
    if (!this.#over) this.#client.sendPing();
  }

  subscribe(filters: readonly string[], isMarked: boolean): void {
    if (this.#over || filters.length === 0) return;
    if (!isMarked || !this.#takesMarks) this.#subscribe(filters);
    else for (const filter of filters) this.#subscribe([filter], { subscriptionIdentifier: filterMark(filter) });
  }

  #subscribe(filters: readonly string[], properties?: { readonly subscriptionIdentifier: number }): void {
    this.#client.subscribe([...filters], { qos: 1, ...(properties && { properties }) }, (_error, _wanted, suback) => {
      for (const [index, code] of (suback?.granted ?? []).entries()) {
        const filter = filters[index];
        if (Number(code) >= refusedSubscription && filter !== undefined) this.#events.refused(filter);
      }
    });
  }

  unsubscribe(filters: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#over) this.#client.unsubscribe([...filters], (error) => void (error || resolve()));
    });
  }

  publish(...message: Parameters<MqttBroker["publish"]>): Promise<void> {
    const [, , signal] = message;
    if (signal.aborted) return Promise.reject(signal.reason);
    if (!this.#over && this.#client.connected) return this.#publications.publish(...message);
    return Promise.reject(new WriteFailure("connection-down", this.#complaint[0]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    this.#publications.fail("the connection was closed meanwhile");
    // Without a farewell: a broker that hangs would never let go, and there is no will to be taken back.
    await this.#client.endAsync(true);
  }

  /** Whatever ends first ends it all; mqtt.js would keep an unacknowledged message for a next connection. */
  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.end(true);
    this.#publications.fail("the broker went away before it acknowledged");
    this.#events.lost(this.#complaint, this.#isOtherVersion);
  }
}
