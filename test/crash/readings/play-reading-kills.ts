import { watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentProcess } from "../../agent/agent-process.ts";
import { until } from "../../fakes/until.ts";
import { seededRandom } from "../seeded-random.ts";
import { judgeReadings } from "./judge-readings.ts";
import { openReadingScene, type ReadingScene } from "./reading-scene.ts";

export interface ReadingKillsPlayed {
  readonly published: number;
  readonly events: number;
  /** ms from the start of an agent until it served, of all that came so far. */
  readonly serving: readonly number[];
  readonly faults: readonly string[];
}

interface Life {
  readonly scene: ReadingScene;
  readonly agent: AgentProcess;
  readonly random: () => number;
  /** Whether the homeserver is away. */
  readonly isAlone: boolean;
  /** Resolves when the agent serves. */
  serves(): Promise<void>;
}

/** When an agent is killed, each as often as the others. */
const moments: readonly ((life: Life) => Promise<unknown>)[] = [
  // While it starts.
  ({ random }) => sleep(random() * 1_500),
  // While it is at work.
  async ({ random, serves }) => {
    await serves();
    await sleep(random() * 600);
  },
  // While readings are committed, or acknowledged to the broker.
  async ({ scene, random, serves }) => {
    await serves();
    await commit(scene);
    const ms = random() * 8 - 2;
    if (ms > 0) await sleep(ms);
  },
  // While an event is sent: the homeserver never got it, or its answer never came.
  async ({ scene, isAlone, random, serves }) => {
    await serves();
    if (isAlone) return commit(scene);
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.homeserver.atNextEvent(random() < 0.5 ? "asked" : "answered", resolve);
    return promise;
  },
];

/** Of every so many lives this part is without a homeserver. */
const alone = { of: 15, from: 6, to: 10 } as const;

export interface ReadingKillsOptions {
  readonly kills: number;
  readonly seed: number;
  /** ms for which the homeserver is away at least each time. */
  readonly outageMs?: number;
  readonly progress?: (line: string) => void;
}

/** kill -9 at random moments while readings flow in over MQTT; then a last life in which all that was published arrives. */
export async function playReadingKills({
  kills,
  seed,
  outageMs = 0,
  progress = () => undefined,
}: ReadingKillsOptions): Promise<ReadingKillsPlayed> {
  await using scene = await openReadingScene();
  const random = seededRandom(seed);
  const serving: number[] = [];
  let awaySince = 0;
  for (let life = 0; life < kills; life++) {
    const place = life % alone.of;
    if (place === alone.from) {
      scene.homeserver.goAway();
      awaySince = performance.now();
    }
    if (place === alone.to) scene.homeserver.comeBack();
    const isAlone = place >= alone.from && place < alone.to;
    const begin = performance.now();
    await using agent = scene.start();
    const serves = async (): Promise<void> => {
      await agent.said(isAlone ? /^hardware is open$/ : /^ready$/);
      serving.push(performance.now() - begin);
    };
    await moments[life % moments.length]?.({ scene, agent, random, isAlone, serves });
    // With a backlog in hand.
    if (place === alone.to - 1) await sleep(Math.max(0, outageMs - (performance.now() - awaySince)));
    await agent.kill();
    progress(`kill ${life + 1} of ${kills}`);
  }
  scene.homeserver.comeBack();
  const begin = performance.now();
  await using last = scene.start();
  await last.said(/^ready$/);
  serving.push(performance.now() - begin);
  await scene.sensor.end();
  const { published } = scene.sensor;
  await arrival(scene);
  await last.stop();
  await scene.consumer.look();
  const { received, faults } = scene.consumer;
  return {
    published: published.length,
    events: received.length,
    serving,
    faults: [...faults, ...judgeReadings(published, received)],
  };
}

/** A change of the reading log. */
async function commit({ stateDirectory }: ReadingScene): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(stateDirectory, (_event, name) => void (name?.startsWith("readings.db-wal") && resolve()));
  await promise;
  watcher.close();
}

/** Waits for as many readings as were published, for as long as some still come. */
async function arrival({ sensor, consumer }: ReadingScene): Promise<void> {
  const come = (): number => consumer.received.reduce((sum, { readings }) => sum + readings.length, 0);
  for (let before = -1; before < come() && come() < sensor.published.length; ) {
    before = come();
    await until(
      "another reading comes",
      async () => {
        await consumer.look();
        return come() > before;
      },
      () => sleep(200),
    ).catch(() => undefined);
  }
}
