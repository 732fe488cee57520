import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import mqtt from "mqtt";
import { type AgentProcess, type AgentStart, startAgent } from "./agent-process.ts";
import { type AgentScene, type Common, prepareAgent } from "./agent-scene.ts";
import { leastOf } from "./least-of.ts";
import { storedBytes } from "./written-bytes.ts";

/** ms for what the first minutes write: keys, descriptions, the first session. */
const settleMs = 15_000;

const sensors = 10;
const roundsPerSecond = 5;

/**
 * Bytes that an agent sends to the storage per reading, all its files together: 50 readings a second over MQTT for `seconds`, each
 * recorded, encrypted and delivered.
 */
export async function bytesPerReading(common: Common, seconds: number): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const names = Array.from({ length: sensors }, (_, place) => `n${place}`);
  const properties = Object.fromEntries(
    names.map((name) => {
      const from = { connection: "broker", topic: "bench/busy", path: `/${name}` };
      return [name, { type: "number", unit: "Cel", decimals: 1, from, report: { at_most_every: "0s" } }];
    }),
  );
  const scene = await prepareAgent({ ...common, name: "busy", operators: 1, properties }, opened);
  const agent = await startSettled(
    scene,
    { configuration: scene.configuration, compileCache: cacheIn(common) },
    opened,
  );
  const sensor = await mqtt.connectAsync(common.broker);
  opened.defer(() => sensor.endAsync(true));
  let rounds = 0;
  const timer = setInterval(() => {
    rounds += 1;
    const values = names.map((name, place) => [name, 15 + ((rounds * (place + 3)) % 97) / 10]);
    sensor.publish("bench/busy", JSON.stringify(Object.fromEntries(values)));
  }, 1000 / roundsPerSecond);
  opened.defer(() => clearInterval(timer));
  await wait(settleMs);
  const [begin, before] = [rounds, storedBytes(agent.pid)];
  await wait(seconds * 1000);
  return (storedBytes(agent.pid) - before) / ((rounds - begin) * sensors);
}

/** A clock so much faster than the machine's. */
const haste = 60;

async function bytesByTheClock(common: Common, name: string): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const start = await idleStart(common, name, opened);
  const program = ["bench/hasty-agent.ts", start.configuration, String(haste)];
  return await bytesInMinute(await startSettled(start.scene, { ...start, program }, opened));
}

/** Bytes that a minute of waiting at the homeserver costs; takes three, in which the machine may do what it likes. */
export async function bytesPerIdleMinute(common: Common): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const start = await idleStart(common, "idle-waiting", opened);
  const waiting = await startSettled(start.scene, start, opened);
  await untilQuiet(waiting);
  return await bytesInMinute(waiting);
}

async function idleStart(common: Common, name: string, opened: AsyncDisposableStack) {
  const properties = { door: { type: "boolean", from: { connection: "trial", line: "idle" } } };
  const scene = await prepareAgent({ ...common, name, operators: 1, properties }, opened);
  return { scene, configuration: scene.configuration, compileCache: cacheIn(common) };
}

/**
 * Bytes that an agent sends to the storage in an hour in which nothing happens, all its files together: what is due by its clock in
 * the hour, at 60 times its pace, and so often what a minute costs. Other programs on the machine make requests last longer than
 * they may on the hasty clock, which is no idling: so the least of a few tries.
 */
export async function leastIdleHour(common: Common, minute: Promise<number>, enough: number): Promise<number> {
  const measure = async (tries: number): Promise<number> =>
    (await bytesByTheClock(common, `idle${tries}-hasty`)) + 60 * (await minute);
  return await leastOf(measure, { figure: (bytes) => bytes, enough, mostTries: 3 });
}

/** Longer than `telemetry.every`: what a start leaves to be said is said by then. */
const quietMs = 35_000;
const longestMs = 120_000;

/** Until nothing was written for a while; what goes on writing is measured all the same. */
async function untilQuiet({ pid }: AgentProcess): Promise<void> {
  let before = storedBytes(pid);
  let quiet = 0;
  for (let waited = 0; quiet < quietMs && waited < longestMs; waited += 1000) {
    await wait(1000);
    const now = storedBytes(pid);
    quiet = now === before ? quiet + 1000 : 0;
    before = now;
  }
}

async function bytesInMinute({ pid }: AgentProcess): Promise<number> {
  const before = storedBytes(pid);
  await wait(60_000);
  return storedBytes(pid) - before;
}

async function startSettled(scene: AgentScene, start: AgentStart, opened: AsyncDisposableStack): Promise<AgentProcess> {
  const accepted = scene.proxy.nextAccepted();
  const agent = opened.use(startAgent(start));
  await agent.said("ready");
  await accepted;
  await wait(settleMs);
  return agent;
}

function cacheIn({ directory }: Common): string {
  return join(directory, "compile-cache");
}
