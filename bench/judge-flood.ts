import type { Common } from "./agent-scene.ts";
import { mb, ms } from "./figures.ts";
import { type FloodFound, measureFlood } from "./flood.ts";
import type { BenchHardware } from "./hardware.ts";
import type { Judge } from "./judge.ts";
import { quantile } from "./quantile.ts";
import { startWatchedAgent } from "./watched-agent.ts";

const floodSeconds = 60;
const mostFloodRatio = 3;

function floodRatio({ calm, flooded }: FloodFound): number {
  return quantile(flooded, 0.99) / quantile(calm, 0.99);
}

/** What a flood of a minute does to the owner's commands and to memory. */
export async function judgeFlood(common: Common, hardware: BenchHardware, { say, atMost }: Judge): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const { scene, agent } = await startWatchedAgent({ ...common, name: "flood", operators: 2 }, opened);
  let found = await measureFlood(scene, agent, hardware, floodSeconds);
  // What other programs on the machine do to the slowest few of some hundred commands is not what the flood does.
  for (let tries = 1; tries < 3 && floodRatio(found) > mostFloodRatio; tries++) {
    say(`  ratio of the two p99 ${floodRatio(found).toFixed(2)}, once more`);
    found = await measureFlood(scene, agent, hardware, floodSeconds);
  }
  const { calm, flooded, events: fed, seconds, heldBefore, heldAfter } = found;
  say(`a flood of ${(fed / seconds).toFixed(0)} events a second for ${seconds.toFixed(0)} s`);
  say(
    `  without it: ${calm.length} commands, operator to edge p50 ${ms(quantile(calm, 0.5))}, p99 ${ms(quantile(calm, 0.99))}`,
  );
  say(
    `  under it: ${flooded.length} commands, operator to edge p50 ${ms(quantile(flooded, 0.5))}, p99 ${ms(quantile(flooded, 0.99))}`,
  );
  atMost("ratio of the two p99", floodRatio(found), mostFloodRatio, (value) => value.toFixed(2));
  atMost("growth of what is held", heldAfter - heldBefore, 20, mb);
}
