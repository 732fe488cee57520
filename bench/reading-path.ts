import { telemetryType } from "../schemas/telemetry.ts";
import { readConfiguration } from "../src/cli/read-configuration.ts";
import type { Configuration } from "../src/config/configuration.ts";
import type { Clock } from "../src/core/clock.ts";
import { encodeColumns } from "../src/core/encode-columns.ts";
import { affordancePath, asThingId } from "../src/core/ids.ts";
import type { LogEntry } from "../src/core/store-ports.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import { wireReadings } from "../src/wiring/readings.ts";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { writtenBytes } from "./written-bytes.ts";

export interface ReadingPath {
  /** Readings per second of real time from the sample to the committed row, 100 to a commit. */
  readonly recordedPerSecond: number;
  /** The same where the report filter drops nearly all. */
  readonly filteredPerSecond: number;
  /** Bytes given to write(2) per reading at 50 readings a second, committed once a second. */
  readonly bytesPerReading: number;
}

/** Time that the bench moves; nothing fires by itself. */
function handClock(): Clock & { move(ms: number): void } {
  let now = 1_800_000_000_000;
  return {
    now: () => now,
    monotonic: () => now,
    isTrusted: () => true,
    after: () => ({ [Symbol.dispose]: () => undefined }),
    move: (ms) => {
      now += ms;
    },
  };
}

/** decode → latest value → report filter → reading log, in this process, on a real file in `directory`. */
export function measureReadingPath(configurationFile: string, directory: string): ReadingPath {
  const read = readConfiguration(configurationFile);
  if (!read.ok) throw new Error("the bench's configuration is wrong");
  const { configuration } = read;
  const recorded = takeReadings(configuration, `${directory}/recorded`, { readings: 50_000, stepMs: 20_000 });
  const filtered = takeReadings(configuration, `${directory}/filtered`, { readings: 50_000, stepMs: 20 });
  const slow = takeReadings(configuration, `${directory}/slow`, { readings: 6_000, stepMs: 20_000, commitEvery: 50 });
  return {
    recordedPerSecond: recorded.perSecond,
    filteredPerSecond: filtered.perSecond,
    bytesPerReading: slow.bytes / 6_000,
  };
}

interface Course {
  readonly readings: number;
  /** ms on the bench's clock between two samples; the default report lets one in 10 s pass. */
  readonly stepMs: number;
  readonly commitEvery?: number;
}

function takeReadings(configuration: Configuration, directory: string, { readings, stepMs, commitEvery }: Course) {
  const clock = handClock();
  const onFault = (): never => {
    throw new Error("the reading log failed");
  };
  const { keep } = configuration.storage;
  using readingLog = openReadingFile(directory, { durabilityMs: 1000, keep, clock, onFault, onDamage: onFault });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const nothing = () => undefined;
  const { things } = configuration;
  using way = wireReadings({ things, clock, log: silent, readingLog, onReading: nothing, onChange: nothing });
  const path = things[0]?.properties.find(({ name }) => name === "damp")?.path;
  if (path === undefined) throw new Error("the bench has no sensor");
  const [begin, written] = [monotonicMs(), writtenBytes(process.pid)];
  for (let count = 0; count < readings; count++) {
    clock.move(stepMs);
    way.take({ kind: "value", path, wire: `${40 + (count % 50)}.${count % 10}`, measuredAt: clock.now() });
    if (commitEvery !== undefined && count % commitEvery === commitEvery - 1) readingLog.commit();
  }
  readingLog.commit();
  return { perSecond: readings / ((monotonicMs() - begin) / 1000), bytes: writtenBytes(process.pid) - written };
}

/** Bytes of the encrypted event's content per reading: one sensor, a tenth of a degree, about every 10 s. */
export async function wireBytesPerReading(seal: SealUnsent, readings: number): Promise<number> {
  const entries = Array.from({ length: readings }, (_, count): LogEntry => {
    const value = { coefficient: BigInt(200 + Math.round(60 * Math.sin(count / 40)) + (count % 3)), scale: 1 };
    const at = 1_800_000_000_000 + count * 10_000 + ((count * 37) % 11);
    return {
      position: count + 1,
      path: affordancePath(asThingId("box"), "warmth"),
      type: "number",
      unit: "Cel",
      scale: 1,
      value,
      quality: "ok",
      at,
    };
  });
  const content = { v: 1, epoch: 1, seq: 1, clock: "trusted", columns: encodeColumns(entries) };
  return Buffer.byteLength(JSON.stringify(await seal(telemetryType, content))) / readings;
}
