import type { MqttMessage, MqttSettings } from "../core/bus-ports.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { explainMqttError, type Loss } from "./explain-mqtt-error.ts";

/** Seconds without a sign of life after which the broker is asked for one; mqtt.js gives up after one and a half of it. */
const keepalive = 20;
/** ms for TCP, TLS and login together. */
const connectTimeout = 15_000;

/** In SUBACK (MQTT 3.1.1, section 3.9.3). */
const refusedSubscription = 0x80;

export interface SessionEvents {
  up(): void;
  /** Once, also when it never was up; the session is over then. */
  lost(...loss: Loss): void;
  message(message: MqttMessage): void;
  refused(filter: string): void;
}

/** One life of a connection to a broker. It does not reconnect, so nothing that was begun in it can happen in the next. */
export interface MqttSession extends AsyncDisposable {
  subscribe(filters: readonly string[]): void;
  unsubscribe(filter: string): void;
  publish(topic: string, payload: string, signal: AbortSignal): Promise<void>;
}

/** mqtt.js, told to make no table of all 65,536 packet ids at its first packet: that is 7 MB for a few messages. */
async function loadMqtt() {
  const [{ connect }, { writeToStream }] = await Promise.all([import("mqtt"), import("mqtt-packet")]);
  writeToStream.cacheNumbers = false;
  return connect;
}

/** Begins to connect. Loads mqtt.js at the first call. */
export async function startMqttSession(settings: MqttSettings, events: SessionEvents): Promise<MqttSession> {
  const connect = await loadMqtt();
  const { url, ca, clientId = `roomwire-${crypto.randomUUID().slice(-12)}`, username, password } = settings;
  const client = connect(url, {
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    keepalive,
    connectTimeout,
    clientId,
    ...(ca !== undefined && { ca }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  const waiting = new Set<(failure: WriteFailure) => void>();
  let over = false;
  let complaint: Loss = [`the broker at ${url} closed the connection`];

  /** Whatever ends first ends it all; mqtt.js would keep an unacknowledged message for a next connection. */
  function end(): void {
    if (over) return;
    over = true;
    client.end(true);
    for (const fail of waiting) fail(new WriteFailure("unconfirmed", "the broker went away before it acknowledged"));
    waiting.clear();
    events.lost(...complaint);
  }

  client.on("connect", () => events.up());
  client.on("message", (topic, payload, { retain }) => over || events.message({ topic, payload, retained: retain }));
  client.on("error", (error) => {
    complaint = explainMqttError(error, url);
    end();
  });
  client.on("close", end);

  return {
    subscribe(filters) {
      if (over || filters.length === 0) return;
      client.subscribe([...filters], { qos: 1 }, (_error, _wanted, suback) => {
        for (const [index, code] of (suback?.granted ?? []).entries()) {
          const filter = filters[index];
          if (code === refusedSubscription && filter !== undefined) events.refused(filter);
        }
      });
    },
    unsubscribe: (filter) => void (over || client.unsubscribe(filter)),
    publish: (topic, payload, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (over || !client.connected) return reject(new WriteFailure("connection-down", complaint[0]));
        const settle = (run: () => void): void => {
          waiting.delete(fail);
          signal.removeEventListener("abort", abandon);
          run();
        };
        const fail = (failure: WriteFailure): void => settle(() => reject(failure));
        const abandon = (): void => {
          settle(() => reject(signal.reason));
          client.removeOutgoingMessage(id);
        };
        waiting.add(fail);
        signal.addEventListener("abort", abandon);
        client.publish(topic, payload, { qos: 1, retain: false }, (error) => {
          if (error) fail(new WriteFailure("unconfirmed", `the broker did not acknowledge: ${error.message}`));
          else settle(resolve);
        });
        const id = client.getLastMessageId();
      }),
    async [Symbol.asyncDispose]() {
      over = true;
      for (const fail of waiting) fail(new WriteFailure("unconfirmed", "the connection was closed meanwhile"));
      // Without a farewell: a broker that hangs would never let go, and there is no will to be taken back.
      await client.endAsync(true);
    },
  };
}
