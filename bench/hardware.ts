import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** One change of a line's level, stamped by the hardware itself. */
export interface Edge {
  readonly line: string;
  readonly level: string;
  /** See monotonicMs. */
  readonly at: number;
}

export interface BenchHardware extends Disposable {
  readonly socket: string;
  /** The next change of that line; ask before causing it. Rejects after 60 s. */
  nextEdge(line: string): Promise<Edge>;
}

const patienceMs = 60_000;

/** Starts simulated hardware in a process of its own and hears of every edge. */
export async function startHardware(directory: string, lines: readonly string[]): Promise<BenchHardware> {
  const socket = join(directory, "hardware.sock");
  const child = fork(join(import.meta.dirname, "simulated-hardware-process.ts"), [socket, ...lines]);
  await once(child, "message");
  const waiting = new Map<string, (edge: Edge) => void>();
  child.on("message", (edge: Edge) => {
    waiting.get(edge.line)?.(edge);
    waiting.delete(edge.line);
  });
  return {
    socket,
    nextEdge(line) {
      const { promise, resolve, reject } = Promise.withResolvers<Edge>();
      const limit = setTimeout(() => reject(new Error(`line ${line} did not change within 60 s`)), patienceMs);
      waiting.set(line, (edge) => {
        clearTimeout(limit);
        resolve(edge);
      });
      return promise;
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
