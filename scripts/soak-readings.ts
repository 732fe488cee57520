/** Kills of one agent before a fresh one is taken. */
const killsOfOneAgent = 50;
/** ms of the homeserver's outages; the agent holds 1,000 readings at the end of one. */
const outageMs = 20_000;

/** kill -9 while 50 readings a second come over MQTT, at the homeserver of SYNAPSE_URL. Tells what was wrong; returns how much. */
export async function soakReadings(kills: number, seed: number, say: (line: string) => void): Promise<number> {
  const { playReadingKills } = await import("../test/crash/readings/play-reading-kills.ts");
  const { sayServing } = await import("../test/crash/readings/say-serving.ts");
  const begin = performance.now();
  const serving: number[] = [];
  let published = 0;
  let faults = 0;
  for (let done = 0; done < kills; done += killsOfOneAgent) {
    const round = Math.min(killsOfOneAgent, kills - done);
    const progress = (line: string): void => say(`readings, ${done + 1} and on: ${line}`);
    const played = await playReadingKills({ kills: round, seed: seed + done, outageMs, progress });
    for (const fault of played.faults) say(fault);
    faults += played.faults.length;
    published += played.published;
    serving.push(...played.serving);
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(`${kills} kills in ${seconds} s while ${published} readings came; ${sayServing(serving)}\n`);
  return faults;
}
