import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import type { Common } from "./agent-scene.ts";
import { drainOutage } from "./drain-outage.ts";
import { bytes, mb, micros, perSecond, times } from "./figures.ts";
import type { Judge } from "./judge.ts";
import { loadAgent } from "./loaded-agent.ts";
import { runPipelineOverMqtt } from "./mqtt-pipeline.ts";
import { runFloor, runFloorOverMqtt } from "./pipeline-floors.ts";
import { memoryPerAdoptedProperty, memoryPerProperty } from "./property-memory.ts";
import { wireBytesPerReading } from "./reading-path.ts";
import { runPipeline } from "./reading-pipeline.ts";

/** How readings leave: within an untouched Synapse's limits, at full speed, and what an agent under load takes. Gates stand at half of the aims. */
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
  say(`${readings} readings as fast as they go: decoded, stored, synced, encrypted, PUT to a stub`);
  const fresh = (): string => mkdtempSync(join(common.directory, "pipeline-"));
  await runPipeline(seal, fresh(), { properties: 10, readings: 50_000 });
  const ten = await runPipeline(seal, fresh(), { properties: 10, readings });
  const thousand = await runPipeline(seal, fresh(), { properties: 1000, readings });
  const most = await runPipeline(seal, fresh(), { properties: 10_000, readings });
  const floor = await runFloor(seal, readings, 4500);
  atLeast("10 properties", ten.readingsPerSecond, 10_000, perSecond);
  for (const [name, run] of [
    ["1,000 properties", thousand],
    ["10,000 properties", most],
    ["floor: numbers into columns, encrypted, PUT; nothing stored", floor],
  ] as const) {
    say(`  ${name}: ${perSecond(run.readingsPerSecond)}, CPU ${micros(run.cpuPerReading)}, ${run.events} events`);
  }
  say(
    `  to the floor: ${times(ten.readingsPerSecond / floor.readingsPerSecond)} as many readings (no MQTT on either side)`,
  );
  atMost("CPU per reading, 10 properties", ten.cpuPerReading, 80, micros);
  atMost("CPU per reading, 10,000 properties to 10", most.cpuPerReading / ten.cpuPerReading, 2.5, times);

  say(`${readings / 2} readings over MQTT, one to a message, as fast as they go`);
  const flood = await runPipelineOverMqtt(seal, fresh(), common.broker, readings / 2);
  const floorFlood = await runFloorOverMqtt(seal, common.broker, readings / 2, 4500);
  say(`  floor: mqtt.js, JSON, columns, Megolm, PUT; nothing kept: ${perSecond(floorFlood.readingsPerSecond)}`);
  atLeast("stored, synced, encrypted, PUT", flood.readingsPerSecond, 10_000, perSecond);
  atLeast("share of the floor", flood.readingsPerSecond / floorFlood.readingsPerSecond, 0.25, times);
  say(`  CPU per reading ${micros(flood.cpuPerReading)}, floor ${micros(floorFlood.cpuPerReading)}`);

  const seconds = isShort ? 60 : 600;
  const fast = await loadAgent(common, { properties: 10, perSecond: 10_000, seconds: 20 });
  say("an agent as it is installed, readings over MQTT, ten to a message");
  atMost("CPU per message, 10 properties, 1,000 messages/s", 10 * fast.cpuPerReading, 800, micros);
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
