/** `npm run bench`: measures what bench/README.md describes; with `--gates` shorter, and 1 as exit code when a gate fails. */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { startSynapse } from "../scripts/synapse/start-synapse.ts";
import { sealUnsent } from "../test/homeserver/seal-unsent.ts";
import { type AgentScene, type Common, prepareAgent } from "./agent-scene.ts";
import { measureChart, measureStatus } from "./chart-cost.ts";
import { bytesPerIdleMinute, bytesPerReading, leastIdleHour } from "./disk-bytes.ts";
import { mb, ms } from "./figures.ts";
import { type BenchHardware, startHardware } from "./hardware.ts";
import { leastIdleMemory, startIdleAgent } from "./idle-agent.ts";
import { judge } from "./judge.ts";
import { judgeCommands } from "./judge-commands.ts";
import { judgeFlood } from "./judge-flood.ts";
import { openMqttSource } from "./mqtt-source.ts";
import { measureReadingPath } from "./reading-path.ts";
import { measureReceivedEvents } from "./received-events.ts";
import { measureSending } from "./sending.ts";
import { startWatchedAgent } from "./watched-agent.ts";

const onlyGates = process.argv.includes("--gates");
const commands = onlyGates ? 100 : 300;
const events = 20_000;
const mostIdleBytes = 100_000;
/** MB. */
const mostIdleMemory = 130;
/** So many that 20,000 events in a minute are within each one's budget. */
const crowd = 20;

const busySeconds = onlyGates ? 40 : 120;

/** About five times what it takes. */
const patienceMs = 40 * 60_000;

const gates = judge();
const { say } = gates;

async function bench(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const directory = mkdtempSync(join(tmpdir(), "roomwire-bench-"));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  const homeserver = process.env.SYNAPSE_URL ?? opened.use(await startOwnSynapse(directory)).url;
  const broker = opened.use(await openMqttSource());
  const hardware = opened.use(await startHardware(directory, ["agent", "floor", "crowd", "flood", "idle"]));
  say(machineLine(broker.name));
  const common = { homeserver, directory, broker: broker.url, hardware: hardware.socket };
  const scene = await prepareAgent({ ...common, name: "agent", operators: 1 }, opened);
  if (process.argv.includes("--charts")) return await charts(directory);
  if (process.argv.includes("--sending")) return await sending(scene, common);
  const idle = opened.use(await startIdleAgent(scene, directory));
  if (process.argv.includes("--commands")) {
    return await judgeCommands({ scene, agent: idle, commands }, common, hardware, gates);
  }
  // Bytes do not depend on what else the machine does.
  const perReading = bytesPerReading(common, busySeconds);
  perReading.catch(() => undefined);

  await receiveEvents(common, hardware);
  await perReading;
  await judgeFlood(common, hardware, gates);
  const idleMinute = bytesPerIdleMinute(common);
  idleMinute.catch(() => undefined);
  readings(scene, directory);
  await charts(directory);
  await sending(scene, common);
  say("start to first encrypted event accepted by the homeserver");
  say(`  ${ms(idle.laterStartMs)}; with a new account and an empty compile cache ${ms(idle.firstStartMs)}`);
  say("idle: encryption, MQTT and stores, 60 s after the first sync");
  gates.atMost("memory (PSS)", await leastIdleMemory(idle, mostIdleMemory), mostIdleMemory, mb);
  await judgeCommands({ scene, agent: idle, commands }, common, hardware, gates);
  diskBytes(await perReading, await leastIdleHour(common, idleMinute, mostIdleBytes));
}

async function receiveEvents(common: Common, hardware: BenchHardware): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const { scene, agent } = await startWatchedAgent({ ...common, name: "crowd", operators: crowd }, opened);
  const found = await measureReceivedEvents(scene, agent, hardware, events);
  const refusals = [...found.refusals].map(([code, count]) => `${count} ${code}`).join(", ");
  say(`received events: ${events} sealed by ${crowd} operators in ${found.seconds.toFixed(0)} s, refused: ${refusals}`);
  const { early, late } = found;
  say(`  memory (RSS) after 2,000 ${mb(early.quiet)}, after ${events} ${mb(late.quiet)}`);
  say(`  the same, garbage collected: ${mb(early.held)}, ${mb(late.held)}`);
  gates.atMost("growth of what is held", late.held - early.held, 10, mb);
}

async function charts(directory: string): Promise<void> {
  const cost = await measureChart(join(directory, "charts"));
  say("a chart of 30 days, one of ten properties with a reading every 30 s");
  say(`  read ${ms(cost.readMs)}, the loop held for at most ${ms(cost.longestMs)}; drawn ${ms(cost.svgMs)}`);
  const { renderMs, renderMemory, pictureBytes } = cost;
  say(
    `  rendered ${ms(renderMs)}, ${mb(renderMemory)} (RSS) meanwhile, ${Math.round(pictureBytes / 1000)} kB in two pictures`,
  );
  say(`\`!status\` with 1,000 Things: ${ms(measureStatus(1_000))}`);
}

function readings({ configuration }: AgentScene, directory: string): void {
  const { recordedPerSecond, filteredPerSecond, bytesPerReading } = measureReadingPath(configuration, directory);
  say("readings, from sample to committed row, in one process");
  say(
    `  ${Math.round(recordedPerSecond)}/s recorded, ${Math.round(filteredPerSecond)}/s where the filter drops nearly all`,
  );
  say(`  ${bytesPerReading.toFixed(0)} bytes written per reading at 50/s, one commit a second`);
}

function diskBytes(reading: number, idleHour: number): void {
  say("bytes to the storage, all files of the agent");
  gates.atMost(
    "per reading, 50/s recorded, encrypted and delivered",
    reading,
    600,
    (bytes) => `${bytes.toFixed(0)} bytes`,
  );
  gates.atMost("per idle hour", idleHour / 1000, mostIdleBytes / 1000, (kilobytes) => `${kilobytes.toFixed(1)} kB`);
}

async function sending({ operators: [operator], room }: AgentScene, common: Common): Promise<void> {
  if (operator === undefined) return;
  await measureSending(sealUnsent(operator, room), common, gates, onlyGates);
}

function startOwnSynapse(directory: string) {
  return startSynapse({
    directory: join(directory, "synapse"),
    profile: "relaxed",
    progress: (line) => say(`(${line})`),
  });
}

function machineLine(broker: string): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${cpus().length} × ${cpu?.model.trim()}, Linux ${release()}, Node ${process.version}, ${broker}`;
}

setTimeout(() => {
  say("not at an end after 40 minutes: something hangs");
  process.exit(1);
}, patienceMs).unref();
process.on("SIGINT", () => process.exit(130));
await bench();
if (gates.failed.length > 0) say(`failed: ${gates.failed.join(", ")}`);
process.exit(onlyGates && gates.failed.length > 0 ? 1 : 0);
