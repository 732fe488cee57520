import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../fakes/until.ts";
import { judgeKills } from "./judge-kills.ts";
import { type KillScene, lampMaxOnMs, lamps, openKillScene } from "./kill-scene.ts";
import { seededRandom } from "./seeded-random.ts";

export interface KillsPlayed {
  readonly kills: number;
  /** Commands by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Commands in one life of the agent: the ends of more than ten in a row would have to wait for 5 s each. */
const mostInALife = 2;
const isReady = /"message":"ready"/;

/** When an agent is killed, each as often as the others. */
const moments: readonly ((scene: KillScene, random: () => number) => Promise<unknown>)[] = [
  // While it starts.
  (_scene, random) => sleep(random() * 2_500),
  // While it is at work.
  async (scene, random) => {
    await until("the agent is ready", () => scene.unit.said(isReady));
    await sleep(random() * 1_500);
  },
  // Right behind an act: before its outcome, or in the middle of it.
  async (scene, random) => {
    const before = await lightsSoFar(scene);
    let askedAt = Number.NEGATIVE_INFINITY;
    await until("the hardware switches something on", async () => {
      // A lamp that was on already makes no edge; it goes off by itself.
      if (performance.now() - askedAt > 2 * lampMaxOnMs) {
        switchOn(scene, random);
        askedAt = performance.now();
      }
      return (await lightsSoFar(scene)) > before;
    });
    await sleep(random() * 20);
  },
];

/** kill -9 at random moments while an operator commands, then a last life in which everything ends. */
export async function playKills(
  kills: number,
  seed: number,
  progress: (line: string) => void = () => undefined,
): Promise<KillsPlayed> {
  await using scene = await openKillScene();
  const random = seededRandom(seed);
  const outages: { readonly from: number }[] = [];
  const over = new AbortController();
  const commanding = commandOnAndOn(scene, random, over.signal);
  try {
    for (let life = 1; life <= kills; life++) {
      await until(`agent ${life} is started`, () => scene.unit.starts() === life);
      await moments[life % moments.length]?.(scene, random);
      outages.push({ from: Date.now() });
      scene.unit.killAgent();
      progress(`kill ${life} of ${kills}`);
    }
  } finally {
    over.abort();
    await commanding;
  }
  await until("the last agent is ready", () => scene.unit.starts() > kills && scene.unit.said(isReady));
  const ends = await Promise.all(scene.sent.map(({ end }) => end));
  await scene.unit.end();
  const faults = await judgeKills(scene, ends, outages);
  const statuses = ends.map(({ outcome }) => [outcome.status, outcome.code].join(" ").trim());
  const counted = Object.fromEntries(
    Map.groupBy(statuses, (status) => status)
      .entries()
      .map(([status, all]) => [status, all.length]),
  );
  return { kills, ends: counted, faults };
}

/** Whether an agent is there or not; a new life gets a few commands more. */
async function commandOnAndOn(scene: KillScene, random: () => number, signal: AbortSignal): Promise<void> {
  let count = 0;
  while (!signal.aborted) {
    await sleep(100 + random() * 400);
    if (count >= scene.unit.starts() * mostInALife) continue;
    count += 1;
    const level = String(count);
    if (count % 4 === 0) scene.send({ thing: "box", op: "read", name: "warmth" }, undefined);
    else if (count % 4 === 1) switchOn(scene, random);
    else scene.send({ thing: "box", op: "write", name: "setpoint", input: level }, { line: "setpoint", level });
  }
}

function switchOn(scene: KillScene, random: () => number): void {
  const lamp = lamps[Math.floor(random() * lamps.length)] ?? "gate";
  const thing = lamp === "gate" ? "drive" : "yard";
  scene.send({ thing, op: "write", name: lamp, input: true }, { line: lamp, level: "true" });
}

async function lightsSoFar({ hardware }: KillScene): Promise<number> {
  return (await hardware.edges()).filter(({ line, level }) => line !== "setpoint" && level === "true").length;
}
