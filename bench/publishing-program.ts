import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

/** A program that publishes, never more than a little ahead of what was taken. */
export async function startPublishing(broker: string, taken: () => number) {
  const child = fork(join(import.meta.dirname, "mqtt-flood.ts"), [broker]);
  await once(child, "message");
  const chunk = 500;
  return {
    async send(count: number, rest: () => Promise<unknown> = turn): Promise<void> {
      const begin = taken();
      for (let sent = 0; sent < count; sent += chunk) {
        const out = once(child, "message");
        child.send(Math.min(chunk, count - sent));
        await out;
        while (taken() - begin < sent - chunk) await rest();
        await rest();
      }
      while (taken() - begin < count) await rest();
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
