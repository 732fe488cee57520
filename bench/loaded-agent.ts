import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import mqtt from "mqtt";
import { startAgent, unitFlags } from "./agent-process.ts";
import { prepareAgent, type SceneWishes } from "./agent-scene.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { treeMemory } from "./process-memory.ts";

export interface Load {
  readonly properties: number;
  /** Readings a second, of all together, over MQTT, ten to a message. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Loaded {
  /** µs of all threads of the agent for one reading: from MQTT to disk and, encrypted, to the homeserver. */
  readonly cpuPerReading: number;
  /** The same of the least program that takes those readings, beside the agent. */
  readonly floorPerReading: number;
  /** PSS of the process tree in MB, in the middle and at the end. */
  readonly memory: { readonly middle: number; readonly end: number };
}

const perMessage = 10;
const messagesOfThing = 5;
/** ms for start, descriptions and what the compiler does with the first readings. */
const settleMs = 20_000;
const tickMs = 20;

/** An agent as it is installed, with the homeserver that `common` names. */
export async function loadAgent(
  common: Omit<SceneWishes, "name" | "operators">,
  { properties, perSecond, seconds }: Load,
): Promise<Loaded> {
  await using opened = new AsyncDisposableStack();
  const topics = Math.ceil(properties / perMessage);
  const name = `load${properties}`;
  const scene = await prepareAgent({ ...common, name, operators: 1, things: thingsOf(name, topics) }, opened);
  const accepted = scene.proxy.nextAccepted();
  const compileCache = join(common.directory, "compile-cache");
  // A copy of its own: other processes of this Node would take a share of its pages.
  const node = join(common.directory, "node-under-load");
  copyFileSync(process.execPath, node);
  const agent = opened.use(startAgent({ configuration: scene.configuration, compileCache, node }));
  await agent.said("ready");
  await accepted;
  const floor = opened.use(await startReadingFloor(common.broker, topicOf(name, "+")));
  const source = await mqtt.connectAsync(common.broker);
  opened.defer(() => source.endAsync(true));
  const begin = monotonicMs();
  let messages = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((monotonicMs() - begin) / 1000) * (perSecond / perMessage));
    for (; messages < due; messages++) source.publish(topicOf(name, messages % topics), payloadOf(messages));
  }, tickMs);
  opened.defer(() => clearInterval(timer));
  await wait(settleMs);
  const [before, floorBefore, sentBefore] = [cpuMs(agent.pid), cpuMs(floor.pid), messages];
  await wait(seconds * 500);
  const middle = await leastMemory(agent.pid);
  await wait(seconds * 500);
  const readings = (messages - sentBefore) * perMessage;
  const cpuPerReading = ((cpuMs(agent.pid) - before) * 1000) / readings;
  const floorPerReading = ((cpuMs(floor.pid) - floorBefore) * 1000) / readings;
  return { cpuPerReading, floorPerReading, memory: { middle, end: await leastMemory(agent.pid) } };
}

/** What V8 has not collected yet comes and goes by some MB: the least of four looks, 2 s apart. MB. */
async function leastMemory(pid: number): Promise<number> {
  let least = treeMemory(pid);
  for (let looks = 1; looks < 4; looks++) {
    await wait(2000);
    least = Math.min(least, treeMemory(pid));
  }
  return least;
}

async function startReadingFloor(broker: string, filter: string): Promise<Disposable & { readonly pid: number }> {
  const child = fork(join(import.meta.dirname, "reading-floor.ts"), [broker, filter], { execArgv: [...unitFlags()] });
  await once(child, "message");
  return { pid: child.pid ?? 0, [Symbol.dispose]: () => child.disconnect() };
}

function topicOf(name: string, topic: number | "+"): string {
  return `bench/${name}/${topic}`;
}

function payloadOf(turn: number): string {
  const values = Array.from({ length: perMessage }, (_, place) => [`n${place}`, 15 + ((turn * (place + 3)) % 97) / 10]);
  return JSON.stringify(Object.fromEntries(values));
}

function thingsOf(name: string, topics: number): object {
  const things: Record<string, { title: string; properties: Record<string, object> }> = {};
  for (let topic = 0; topic < topics; topic++) {
    const id = `thing${Math.floor(topic / messagesOfThing)}`;
    things[id] ??= { title: id, properties: {} };
    for (let place = 0; place < perMessage; place++) {
      const from = { connection: "broker", topic: topicOf(name, topic), path: `/n${place}` };
      const key = `n${topic % messagesOfThing}_${place}`;
      things[id].properties[key] = { type: "number", unit: "Cel", decimals: 1, from, report: { at_most_every: "0s" } };
    }
  }
  return things;
}

/** User and system time of all threads, in ms (proc_pid_stat(5), utime and stime, in ticks of 10 ms). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
