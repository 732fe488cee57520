import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { unitEnvironment, unitFlags } from "./agent-process.ts";
import type { FloorOrder } from "./floor.ts";

/** Starts the floor program under the agent's own flags; resolves when it is in its room. */
export async function startFloor(order: FloorOrder, compileCache: string): Promise<Disposable> {
  const child = fork(join(import.meta.dirname, "floor.ts"), {
    execArgv: [...unitFlags()],
    env: unitEnvironment(compileCache),
  });
  const ready = once(child, "message");
  child.send(order);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The floor program ended with ${code}.`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { [Symbol.dispose]: () => child.disconnect() };
}
