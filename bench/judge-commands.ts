import { join } from "node:path";
import { createUser } from "../test/homeserver/matrix-user.ts";
import type { AgentScene, Common } from "./agent-scene.ts";
import { type Contender, measureCommands, ratioAt, untilJoined, warmUp } from "./command-latency.ts";
import { ms } from "./figures.ts";
import { startFloor } from "./floor-process.ts";
import type { BenchHardware } from "./hardware.ts";
import type { IdleAgent } from "./idle-agent.ts";
import type { Judge } from "./judge.ts";
import { quantile } from "./quantile.ts";
import { openSyncProxy } from "./sync-proxy.ts";
import { storageMeter } from "./written-bytes.ts";

const mostRatio = 2;
/** How V8 compiles differs from process to process, and what else the machine does hits the one or the other: the least of so many. */
const mostTries = 4;

/** From the body of /sync to the edge, the agent and the floor program in turn. */
export async function judgeCommands(
  { scene, agent, commands }: { readonly scene: AgentScene; readonly agent: IdleAgent; readonly commands: number },
  common: Common,
  hardware: BenchHardware,
  { say, atMost }: Judge,
): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const [operator] = scene.operators;
  if (operator === undefined) return;
  const { homeserver, directory } = common;
  const user = await createUser(homeserver, "floor");
  const room = await operator.createRoom([user.id]);
  const proxy = opened.use(await openSyncProxy(homeserver));
  const order = { homeserver: proxy.url, user, room, socket: hardware.socket, line: "floor" };
  opened.use(await startFloor(order, join(directory, "compile-cache")));
  const floor: Contender = { name: "floor", room, user: user.id, proxy };
  const own: Contender = { name: "agent", room: scene.room, user: scene.user.id, proxy: scene.proxy };
  await untilJoined(operator, own.room, own.user);
  await untilJoined(operator, floor.room, floor.user);
  const measure = async () => {
    const written = await storageMeter(agent.process.pid);
    const found = await measureCommands(operator, hardware, [own, floor], commands);
    return { found, bytes: written() / (warmUp + commands), ratio: ratioAt(0.5, found) };
  };
  let measured = await measure();
  let least = measured;
  for (let tries = 1; tries < mostTries && measured.ratio > mostRatio; tries++) {
    say(`  ratio of p50 ${measured.ratio.toFixed(2)}: once more, the agent started anew`);
    await agent.restart();
    measured = await measure();
    if (measured.ratio < least.ratio) least = measured;
  }
  const { found, bytes, ratio } = least;
  say(`commands, one at a time: ${commands} to the agent, ${commands} to the floor program, in turn`);
  for (const [name, { inside, through }] of found) {
    say(`  ${name}: body of /sync to edge p50 ${ms(quantile(inside, 0.5))}, p99 ${ms(quantile(inside, 0.99))}`);
    say(`  ${name}: operator to edge p50 ${ms(quantile(through, 0.5))}, p99 ${ms(quantile(through, 0.99))}`);
  }
  say(`  ${(bytes / 1000).toFixed(1)} kB to storage per command to the agent, all files`);
  say(`  agent to floor, ratio of p99 ${ratioAt(0.99, found).toFixed(2)}`);
  atMost("agent to floor, ratio of p50", ratio, mostRatio, (value) => value.toFixed(2));
}
