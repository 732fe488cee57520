import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { driverTable } from "../src/drivers/driver-table.ts";
import { systemClock } from "../src/machine/clock.ts";
import { machine } from "../src/machine/machine.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import { openHardware } from "../src/wiring/open-hardware.ts";
import { wireReadings } from "../src/wiring/readings.ts";
import { configurationOf } from "../test/fakes/configuration-of.ts";
import { heldBytes } from "../test/fakes/held-bytes.ts";

/** Of a Thing. */
const propertiesEach = 50;
const [few, many] = [500, 3500];

/**
 * Bytes that one more property over MQTT holds in this thread, heap and outside, once a reading of it was taken: its configuration,
 * subscription, extraction, processing, latest value, report filter and place in the reading log.
 */
export async function memoryPerProperty(directory: string, broker: string): Promise<number> {
  // What is compiled and loaded once is there then.
  await heldWith(few, directory, broker);
  const less = await heldWith(few, directory, broker);
  return ((await heldWith(many, directory, broker)) - less) / (many - few);
}

async function heldWith(properties: number, parent: string, broker: string): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const directory = mkdtempSync(join(parent, "properties-"));
  const before = await heldBytes();
  const configuration = configurationOf(directory, {
    matrix: { homeserver: "https://matrix.example.org", user: "@bench:example.org" },
    clock: "trusted",
    state_directory: directory,
    connections: { broker: { type: "mqtt", url: broker } },
    things: Object.fromEntries(Array.from({ length: properties / propertiesEach }, (_, thing) => thingOf(thing))),
  });
  const clock = systemClock("trusted");
  const fail = (cause: unknown): never => {
    throw new Error("the reading log failed", { cause });
  };
  const { keep } = configuration.storage;
  const readingLog = opened.use(
    openReadingFile(directory, { durabilityMs: 1000, keep, clock, onFault: fail, onDamage: fail }),
  );
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const { things } = configuration;
  const way = opened.use(wireReadings({ things, clock, log, readingLog, onReading: nothing, onChange: nothing }));
  const readSecret = (): never => fail("no secret is needed");
  const hardware = opened.use(
    openHardware({ configuration, drivers: driverTable, machine: machine(clock), clock, readSecret }, way.take),
  );
  hardware.listen();
  for (const { path } of things.flatMap((thing) => thing.properties)) {
    way.take({ kind: "value", path, wire: "21.5", measuredAt: clock.now() });
  }
  readingLog.commit();
  return (await heldBytes()) - before;
}

function thingOf(thing: number): readonly [string, object] {
  const properties = Array.from({ length: propertiesEach }, (_, place) => {
    const from = { connection: "broker", topic: `bench/memory/${thing}`, path: `/n${place}` };
    return [`n${place}`, { type: "number", unit: "Cel", decimals: 1, from }];
  });
  return [`thing${thing}`, { title: `Thing ${thing}`, properties: Object.fromEntries(properties) }];
}

const nothing = (): void => undefined;
