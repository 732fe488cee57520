import type { MqttClient } from "mqtt";
import type { MqttBroker } from "../core/mqtt-broker.ts";
import { WriteFailure } from "../core/write-failure.ts";

/** What was published on one connection and not acknowledged yet. Nothing of it is ever sent again. */
export class MqttPublications {
  readonly #client: MqttClient;
  readonly #waiting = new Set<(failure: WriteFailure) => void>();

  constructor(client: MqttClient) {
    this.#client = client;
  }

  /** As `MqttBroker` has it, on a connection that is up. `expiry` goes out with MQTT 5 only. */
  publish(...[topic, payload, signal, expiry, answer]: Parameters<MqttBroker["publish"]>): Promise<void> {
    const isFive = this.#client.options.protocolVersion === 5;
    if (answer !== undefined && !isFive) {
      const detail = "the broker speaks no MQTT 5, so nobody can answer";
      return Promise.reject(new WriteFailure("driver-failed", detail));
    }
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
    const properties = {
      ...(expiry !== undefined && { messageExpiryInterval: expiry }),
      ...(answer !== undefined && {
        responseTopic: answer.topic,
        correlationData: Buffer.from(answer.correlation),
      }),
    };
    this.#client.publish(topic, payload, { qos: 1, retain: false, ...(isFive && { properties }) }, (error) => {
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
