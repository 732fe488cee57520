import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { holdLock } from "./hold-lock.ts";
import { homeserverConfig, type Issuer, type Profile } from "./homeserver-config.ts";
import { installSynapse, type Progress } from "./install-synapse.ts";

export interface SynapseOptions {
  /** Everything it writes; kept, so that a second start finds the same accounts. */
  readonly directory: string;
  /** 0 or left out: any free one. */
  readonly port?: number;
  readonly profile: Profile;
  /** Left out: it keeps its accounts itself. */
  readonly issuer?: Issuer;
  readonly progress: Progress;
}

export interface RunningSynapse extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; the server name is `localhost`. */
  readonly url: string;
  /** The registration shared secret. */
  readonly secret: string;
  readonly pid: number;
}

/** ms for the first answer, five times what a slow machine needs. */
const patienceMs = 60_000;

/**
 * Installs Synapse where it is missing and runs it on loopback until disposed or until this process ends in any way.
 * Rejects with one line that says what is wrong and how to mend it.
 */
export async function startSynapse({
  directory,
  port = 0,
  profile,
  issuer,
  progress,
}: SynapseOptions): Promise<RunningSynapse> {
  const python = await installSynapse(progress);
  const home = resolve(directory);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await using opening = new AsyncDisposableStack();
  const whenBusy = () => {
    throw new Error(`Another Synapse runs in ${home}: stop that one first.`);
  };
  opening.use(await holdLock(join(home, "running.lock"), whenBusy));
  const chosen = await freePort(port);
  const { file, secret } = homeserverConfig(home, chosen, profile, issuer);
  const begin = performance.now();
  progress(`starting Synapse on port ${chosen} ...`);
  const child = launch(python, file, home);
  const url = `http://127.0.0.1:${chosen}`;
  opening.defer(() => end(child));
  await answers(url, child, home, () => progress("Synapse is still starting ..."));
  progress(`Synapse answers at ${url} after ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
  const opened = opening.move();
  return { url, secret, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** In a session of its own, so that a terminal's Ctrl-C ends the caller first; the pipe ends it with the caller. */
function launch(python: string, file: string, cwd: string): ChildProcess {
  const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
  const output = openSync(join(cwd, "stdout.log"), "w", 0o600);
  const child = spawn(python, [join(import.meta.dirname, "keep-while-open.py"), file], {
    cwd,
    env,
    detached: true,
    stdio: ["pipe", output, output],
  });
  closeSync(output);
  child.on("error", () => {}); // shows as an exit before the first answer
  child.stdin?.on("error", () => {});
  child.unref();
  if (child.stdin !== null && "unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  return child;
}

async function answers(url: string, child: ChildProcess, home: string, still: () => void): Promise<void> {
  const begin = performance.now();
  for (let turn = 1; performance.now() - begin < patienceMs; turn++) {
    if (hasEnded(child)) {
      const said = readFileSync(join(home, "stdout.log"), "utf8").trim().split("\n").at(-1);
      throw new Error(`Synapse ended while starting; see ${join(home, "stdout.log")}. It said: ${said}`);
    }
    try {
      const answer = await fetch(`${url}/_matrix/client/versions`, { signal: AbortSignal.timeout(2000) });
      if (answer.ok) return;
    } catch {
      // not listening yet
    }
    if (turn % 50 === 0) still();
    await wait(100);
  }
  throw new Error(`Synapse gave no answer within ${patienceMs / 1000} s; see ${join(home, "synapse.log")}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, "exit");
  child.ref();
  child.stdin?.end();
  const force = setTimeout(() => child.kill("SIGKILL"), 6000);
  await gone;
  clearTimeout(force);
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  const opened = once(probe, "listening");
  probe.listen(wanted, "127.0.0.1");
  try {
    await opened;
  } catch (cause) {
    throw new Error(`Port ${wanted} is taken: stop the program that holds it, or choose another port.`, { cause });
  }
  const address = probe.address();
  const closed = once(probe, "close");
  probe.close();
  await closed;
  return typeof address === "object" && address !== null ? address.port : wanted;
}
