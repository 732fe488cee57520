import type { MqttClient } from "mqtt";
import { WriteFailure } from "../core/write-failure.ts";

/** What was published on one connection and not acknowledged yet. Nothing of it is ever sent again. */
export class MqttPublications {
  readonly #client: MqttClient;
  readonly #waiting = new Set<(failure: WriteFailure) => void>();

  constructor(client: MqttClient) {
    this.#client = client;
  }

  /** QoS 1, not retained; as `MqttBroker.publish` has it, on a connection that is up. `expiry` goes out with MQTT 5 only. */
  publish(topic: string, payload: string, signal: AbortSignal, expiry?: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (run: () => void): void => {
      this.#waiting.delete(fail);
      signal.removeEventListener("abort", abandon);
      run();
    };
    const fail = (failure: WriteFailure): void => settle(() => reject(failure));
    const abandon = (): void => {
      settle(() => reject(signal.reason));
      this.#client.removeOutgoingMessage(id);
    };
    this.#waiting.add(fail);
    signal.addEventListener("abort", abandon);
    const expires = expiry !== undefined && this.#client.options.protocolVersion === 5;
    const properties = expires ? { properties: { messageExpiryInterval: expiry } } : {};
    this.#client.publish(topic, payload, { qos: 1, retain: false, ...properties }, (error) => {
      if (error) fail(new WriteFailure("unconfirmed", `the broker did not acknowledge: ${error.message}`));
      else settle(resolve);
    });
    const id = this.#client.getLastMessageId();
    return promise;
  }

  /** The connection is over: nobody knows what became of those. */
  fail(reason: string): void {
    for (const fail of this.#waiting) fail(new WriteFailure("unconfirmed", reason));
    this.#waiting.clear();
  }
}
