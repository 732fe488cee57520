import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type AgentProcess, startAgent } from "./agent-process.ts";
import type { AgentScene } from "./agent-scene.ts";
import { leastOf } from "./least-of.ts";
import { treeMemory } from "./process-memory.ts";

export interface IdleAgent extends AsyncDisposable {
  readonly process: AgentProcess;
  /** ms from the start of the process to the first encrypted event that the homeserver accepted. */
  readonly firstStartMs: number;
  readonly laterStartMs: number;
  /** Resolves 60 s after the first sync of the later start, or later, to the PSS of the process tree in MB. */
  memory(): Promise<number>;
  /** Stops it and starts it once more: resolves when its first event was accepted. */
  restart(): Promise<void>;
}

const idleMs = 60_000;

/**
 * Starts the agent twice: as a new account with an empty compile cache, then as every later start. It runs a copy of Node of
 * its own, so that no other process on this machine takes a share of its pages and makes it look small.
 */
export async function startIdleAgent(scene: AgentScene, directory: string): Promise<IdleAgent> {
  const node = join(directory, "node-of-the-idle-agent");
  copyFileSync(process.execPath, node);
  const start = { configuration: scene.configuration, compileCache: join(directory, "compile-cache"), node };
  const first = await untilFirstEvent(scene, () => startAgent(start));
  await first.process.stop();
  const later = await untilFirstEvent(scene, () => startAgent(start));
  let { process: running } = later;
  const quiet = wait(idleMs);
  return {
    get process() {
      return running;
    },
    firstStartMs: first.ms,
    laterStartMs: later.ms,
    memory: () => quiet.then(() => treeMemory(later.process.pid)),
    async restart() {
      await running.stop();
      running = (await untilFirstEvent(scene, () => startAgent(start))).process;
    },
    [Symbol.asyncDispose]: () => running.stop(),
  };
}

async function untilFirstEvent({ proxy }: AgentScene, start: () => AgentProcess) {
  const accepted = proxy.nextAccepted();
  const agent = start();
  await agent.said("ready");
  return { process: agent, ms: (await accepted) - agent.startedAt };
}

/** What V8 has not collected yet comes and goes by some MB: the least of a few looks, 20 s between them, until it is `enough`. MB. */
export async function leastIdleMemory({ memory, process: { pid } }: IdleAgent, enough: number): Promise<number> {
  const look = async (looks: number): Promise<number> => {
    if (looks === 0) return await memory();
    await wait(20_000);
    return treeMemory(pid);
  };
  return await leastOf(look, { figure: (mb) => mb, enough, mostTries: 8 });
}
