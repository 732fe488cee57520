import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import type { Common } from "./agent-scene.ts";
import { drainOutage } from "./drain-outage.ts";
import { bytes, mb, micros, perSecond, times } from "./figures.ts";
import type { Judge } from "./judge.ts";
import { judgeFullSpeed } from "./judge-full-speed.ts";
import { loadAgent } from "./loaded-agent.ts";
import { runPipelineOverMqtt } from "./mqtt-pipeline.ts";
import { runFloorOverMqtt } from "./pipeline-floors.ts";
import { memoryPerAdoptedProperty, memoryPerProperty } from "./property-memory.ts";
import { wireBytesPerReading } from "./reading-path.ts";

/** How readings leave: within an untouched Synapse's limits, at full speed, and what an agent under load takes. */
export async function measureSending(
  seal: SealUnsent,
  common: Common,
  { say, atMost, atLeast }: Judge,
  isShort: boolean,
): Promise<void> {
  say("readings within the limits of an untouched Synapse (0.2 events/s), on a moved clock, while measuring goes on");
  const outage = { properties: 1000, minutes: isShort ? 360 : 1440 };
  const alone = await drainOutage(outage);
  say(`  an outage of ${outage.minutes} min of 1,000 properties a minute: ${drained(alone)}`);
  atLeast("state off", alone.readingsPerSecond, 400, perSecond);
  const shared = await drainOutage({ ...outage, things: 10, commandEvery: 60_000 });
  say(`  the same with the state of 10 Things and one command a minute: ${drained(shared)}`);
  say(`  ${perSecond(shared.readingsPerSecond)}`);

  say("bytes of an encrypted event per reading");
  atMost("at 100 in an event", await wireBytesPerReading(seal, 100), 40, bytes);
  atMost("at 1,000 in an event", await wireBytesPerReading(seal, 1000), 30, bytes);

  const readings = isShort ? 200_000 : 1_000_000;
  const fresh = (): string => mkdtempSync(join(common.directory, "pipeline-"));
  await judgeFullSpeed(seal, fresh, readings, { say, atMost });

  say(`${readings / 2} readings over MQTT, one to a message, as fast as they go`);
  const flood = await runPipelineOverMqtt(seal, fresh(), common.broker, readings / 2);
  const floorFlood = await runFloorOverMqtt(seal, common.broker, readings / 2, 4500);
  say(`  floor: mqtt.js, JSON, columns, Megolm, PUT; nothing kept: ${perSecond(floorFlood.readingsPerSecond)}`);
  say(`  stored, synced, encrypted, PUT: ${perSecond(flood.readingsPerSecond)}`);
  atLeast("share of the floor", flood.readingsPerSecond / floorFlood.readingsPerSecond, 0.25, times);
  say(`  CPU per reading ${micros(flood.cpuPerReading)}, floor ${micros(floorFlood.cpuPerReading)}`);

  const seconds = isShort ? 60 : 600;
  const fast = await loadAgent(common, { properties: 10, perSecond: 10_000, seconds: 20 });
  say("an agent as it is installed, readings over MQTT, ten to a message");
  const [perMessage, least] = [10 * fast.cpuPerReading, 10 * fast.floorPerReading];
  say(`  CPU per message, 10 properties, 1,000 messages/s: ${micros(perMessage)}`);
  say(`  floor, beside it: mqtt.js, JSON, the latest values: ${micros(least)}`);
  atMost("CPU per message to the floor", perMessage / least, 25, times);
  const loaded = await loadAgent(common, { properties: 1000, perSecond: 500, seconds });
  say(`  CPU per reading, 1,000 properties, 500/s: ${micros(loaded.cpuPerReading)}`);
  atMost(`memory (PSS), 1,000 properties, 500/s, after ${seconds} s`, loaded.memory.end, 200, mb);
  atMost("growth over the second half", loaded.memory.end - loaded.memory.middle, 10, mb);
  const { directory, broker } = common;
  atMost("memory per added property", await memoryPerProperty(directory, broker), 6000, bytes);
  atMost("memory per adopted property", await memoryPerAdoptedProperty(directory, broker), 6000, bytes);
}

function drained({ drainMinutes, latestDelayMs, refusedByLimit }: Awaited<ReturnType<typeof drainOutage>>): string {
  const delays = `newest values ${(latestDelayMs.p50 / 1000).toFixed(1)} s old (p50), ${(latestDelayMs.p99 / 1000).toFixed(1)} s (p99)`;
  return `drained in ${drainMinutes.toFixed(1)} min, ${delays}, ${refusedByLimit} times 429`;
}
