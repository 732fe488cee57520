import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createUser, type PlainClient } from "../test/homeserver/matrix-user.ts";
import type { AgentScene, Common } from "./agent-scene.ts";
import { type Contender, measureCommands, ratioAt, untilJoined, warmUp } from "./command-latency.ts";
import { ms } from "./figures.ts";
import { startFloor } from "./floor-process.ts";
import type { BenchHardware } from "./hardware.ts";
import type { IdleAgent } from "./idle-agent.ts";
import type { Judge } from "./judge.ts";
import { leastOf } from "./least-of.ts";
import { quantile } from "./quantile.ts";
import { openSyncProxy } from "./sync-proxy.ts";
import { syncedWriteMs } from "./synced-write.ts";
import { storageMeter } from "./written-bytes.ts";

const mostRatio = 2;

interface Trial {
  readonly scene: AgentScene;
  readonly agent: IdleAgent;
  readonly operator: PlainClient;
  readonly commands: number;
}

/** From the body of /sync to the edge, the agent and the floor program in turn; where that is too much, both anew. */
export async function judgeCommands(
  { scene, agent, commands }: Omit<Trial, "operator">,
  common: Common,
  hardware: BenchHardware,
  { say, atMost }: Judge,
): Promise<void> {
  const [operator] = scene.operators;
  if (operator === undefined) return;
  const trial = { scene, agent, operator, commands };
  say(`a write of 4 KiB and its sync take ${ms(syncedWriteMs(common.directory))}`);
  const measureAnew = async (tries: number) => {
    if (tries > 0) await agent.restart();
    return await measure(trial, common, hardware);
  };
  const { found, bytes, ratio } = await leastOf(measureAnew, {
    figure: (measured) => measured.ratio,
    enough: mostRatio,
    onAgain: (least) => say(`  ratio of p50 ${least.toFixed(2)} at the least: once more, both started anew`),
  });
  say(`commands, one at a time: ${commands} to the agent, ${commands} to the floor program, in turn`);
  for (const [name, { inside, through }] of found) {
    say(`  ${name}: body of /sync to edge p50 ${ms(quantile(inside, 0.5))}, p99 ${ms(quantile(inside, 0.99))}`);
    say(`  ${name}: operator to edge p50 ${ms(quantile(through, 0.5))}, p99 ${ms(quantile(through, 0.99))}`);
  }
  say(`  ${(bytes / 1000).toFixed(1)} kB to storage per command to the agent, all files`);
  say(`  agent to floor, ratio of p99 ${ratioAt(0.99, found).toFixed(2)}`);
  atMost("agent to floor, ratio of p50", ratio, mostRatio, (value) => value.toFixed(2));
}

async function measure({ scene, agent, operator, commands }: Trial, common: Common, hardware: BenchHardware) {
  await using opened = new AsyncDisposableStack();
  const own: Contender = { name: "agent", room: scene.room, user: scene.user.id, proxy: scene.proxy };
  const floor = await openFloor(operator, common, hardware, opened);
  await untilJoined(operator, own.room, own.user);
  await untilJoined(operator, floor.room, floor.user);
  const written = await storageMeter(agent.process.pid);
  const found = await measureCommands(operator, hardware, [own, floor], commands);
  return { found, bytes: written() / (warmUp + commands), ratio: ratioAt(0.5, found) };
}

/** A floor program with an account and a room of its own, behind a proxy of its own. */
async function openFloor(
  operator: PlainClient,
  { homeserver, directory }: Common,
  hardware: BenchHardware,
  opened: AsyncDisposableStack,
): Promise<Contender> {
  const user = await createUser(homeserver, "floor");
  const room = await operator.createRoom([user.id]);
  const proxy = opened.use(await openSyncProxy(homeserver));
  const journal = join(mkdtempSync(join(directory, "floor-")), "journal");
  const order = { homeserver: proxy.url, user, room, socket: hardware.socket, line: "floor", journal };
  opened.use(await startFloor(order, join(directory, "compile-cache")));
  return { name: "floor", room, user: user.id, proxy };
}
