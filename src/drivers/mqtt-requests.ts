import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { MqttBroker } from "../core/mqtt-broker.ts";
import { everyInterval } from "./every-interval.ts";

/** A message that makes a device say its value. */
export interface MqttRequest {
  readonly topic: string;
  readonly payload: string;
  /** ms between two of them; undefined: only when there is a reason. */
  readonly every: number | undefined;
}

/** Seconds after which a broker need not hand over a question any more. */
const requestExpiry = 30;

/** Asks devices that say their value when they are asked. What comes of it comes like any other message. */
export function mqttRequests(broker: () => MqttBroker, clock: Clock) {
  const requests = new Map<AffordancePath, MqttRequest>();
  const closing = new AbortController();

  /** One that is not taken is no fault of its own: a lost connection is told, and a silent device goes stale. */
  function ask({ topic, payload }: MqttRequest): void {
    broker()
      .publish(topic, payload, closing.signal, requestExpiry)
      .catch(() => undefined);
  }

  return {
    add(path: AffordancePath, request: MqttRequest): Disposable {
      const asking = new DisposableStack();
      requests.set(path, request);
      asking.defer(() => void requests.delete(path));
      if (broker().isUp) ask(request);
      if (request.every !== undefined) {
        asking.use(everyInterval(request.every, clock, request.every, () => broker().isUp && ask(request)));
      }
      return asking;
    },
    /** Those of several properties that are the same are asked once. */
    up(): void {
      const different = new Map(
        [...requests.values()].map((request) => [`${request.topic} ${request.payload}`, request]),
      );
      for (const request of different.values()) ask(request);
    },
    /** False where the property cannot be asked for. */
    refresh(path: AffordancePath): boolean {
      const request = requests.get(path);
      if (request === undefined || !broker().isUp) return false;
      ask(request);
      return true;
    },
    [Symbol.dispose]: () => closing.abort(),
  };
}
