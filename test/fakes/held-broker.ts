import assert from "node:assert/strict";
import type { Machine } from "../../src/core/machine.ts";

/** A broker that lets nobody in until it is there, and then holds what is given. */
export class HeldBroker implements Pick<Machine, "openMqttBroker"> {
  isThere = false;
  calls = 0;
  held: Iterable<readonly [topic: string, text: string]> = [];

  readonly openMqttBroker: Machine["openMqttBroker"] = (_login, events) => {
    this.calls += 1;
    queueMicrotask(() => (this.isThere ? events.up() : events.down("nobody is there")));
    return {
      isUp: this.isThere,
      subscribe: (_filter, take) => {
        for (const [topic, text] of this.held) take({ topic, payload: Buffer.from(text), retained: true });
        return new DisposableStack();
      },
      settle: () => undefined,
      forget: async () => undefined,
      publish: () => assert.fail("nothing is published"),
      [Symbol.asyncDispose]: async () => undefined,
    };
  };
}
