import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Clock } from "../../core/clock.ts";

/** A process of the demo, in a session of its own: a terminal's Ctrl-C ends the demo, and that ends the others in order. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  readonly hasEnded: () => boolean;
  /** Resolves with the last thing it said when it is gone. */
  readonly ended: Promise<string>;
  /** Resolves when it is gone, after `kill -9`. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly clock: Clock;
  /** ms it gets to end by itself when disposed. */
  readonly patienceMs: number;
  readonly takeOutput?: (line: string) => void;
  readonly takeError?: (line: string) => void;
}

/** Starts a Node program with the Node of this one. `words`: flags for Node, the file, its arguments. */
export function startProgram(words: readonly string[], options: ProgramOptions): Program {
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "pipe"], detached: true });
  let last = "";
  const listen = (stream: NodeJS.ReadableStream, take: ((line: string) => void) | undefined): void => {
    createInterface({ input: stream }).on("line", (line) => {
      last = line;
      take?.(line);
    });
  };
  listen(child.stdout, options.takeOutput);
  listen(child.stderr, options.takeError);
  child.stdin.on("error", () => undefined);
  const ended = once(child, "close").then(
    () => last,
    (error: Error) => error.message,
  );
  const hasEnded = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    hasEnded,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    [Symbol.asyncDispose]: () => (hasEnded() ? Promise.resolve() : end(child, ended, options)),
  };
}

async function end(child: ChildProcess, ended: Promise<string>, options: ProgramOptions): Promise<void> {
  child.kill("SIGTERM");
  using _force = options.clock.after(options.patienceMs, () => child.kill("SIGKILL"));
  await ended;
}
