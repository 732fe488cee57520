import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { soakReadingLog } from "./soak-reading-log.ts";
import { soakReadings } from "./soak-readings.ts";
import { startSynapse } from "./synapse/start-synapse.ts";

/** Kills of one agent before a fresh one is taken: the hardware remembers so many edges, the journal grows. */
const killsOfOneAgent = 50;

const say = (line: string): void => void process.stderr.write(`soak: ${line}\n`);

/**
 * kill -9 many times while commands are under way, and then while readings flow in; the number is the argument. Ends with 1 when
 * anything was wrong.
 */
async function soak(kills: number, seed: number): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const directory = mkdtempSync(join(tmpdir(), "roomwire-soak-"));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  const synapse = opened.use(await startSynapse({ directory, profile: "relaxed", progress: say }));
  // Read when the module is loaded.
  process.env.SYNAPSE_URL = synapse.url;
  const wrongCommands = await soakCommands(kills, seed);
  const wrongReadings = await soakReadings(kills, seed, say);
  process.stdout.write(`${wrongCommands + wrongReadings} faults\n`);
  return wrongCommands + wrongReadings === 0 ? 0 : 1;
}

/** How many faults there were. */
async function soakCommands(kills: number, seed: number): Promise<number> {
  const { playKills } = await import("../test/crash/play-kills.ts");
  const begin = performance.now();
  const ends = new Map<string, number>();
  const faults: string[] = [];
  for (let done = 0; done < kills; done += killsOfOneAgent) {
    const round = Math.min(killsOfOneAgent, kills - done);
    const played = await playKills(round, seed + done, (line) => say(`${done + 1} and on: ${line}`));
    for (const [end, count] of Object.entries(played.ends)) ends.set(end, (ends.get(end) ?? 0) + count);
    for (const fault of played.faults) say(fault);
    faults.push(...played.faults);
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(
    `${kills} kills in ${seconds} s, commands by their end: ${JSON.stringify(Object.fromEntries(ends))}\n`,
  );
  return faults.length;
}

const [kills = "1000", seed = "1"] = process.argv.slice(2);
const isLogSound = soakReadingLog(Number(kills));
const end = await soak(Number(kills), Number(seed));
process.exit(isLogSound ? end : 1);

export { soak };
