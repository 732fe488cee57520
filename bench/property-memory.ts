import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../src/config/configuration.ts";
import type { PlainMap } from "../src/discovery/discovered-thing.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { systemClock } from "../src/machine/clock.ts";
import { machine } from "../src/machine/machine.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import { keptDevices, keptText } from "../src/wiring/adoption/kept-devices.ts";
import { mostProperties, withAdopted } from "../src/wiring/adoption/with-adopted.ts";
import { openHardware } from "../src/wiring/open-hardware.ts";
import { wireReadings } from "../src/wiring/readings.ts";
import { configurationOf } from "../test/fakes/configuration-of.ts";
import { heldBytes } from "../test/fakes/held-bytes.ts";

/** Of a Thing. */
const propertiesEach = 50;
const [few, many] = [500, 3500];
/** As many as are adopted at most. */
const [fewAdopted, manyAdopted] = [250, mostProperties];

/** The configuration with so many properties more, of Things that read from `broker`. */
type WithProperties = (configuration: Configured, properties: number) => Configuration;
type Configured = (things: object) => Configuration;

/**
 * Bytes that one more property over MQTT holds in this thread, heap and outside, once a reading of it was taken: its configuration,
 * subscription, extraction, processing, latest value, report filter and place in the reading log.
 */
export async function memoryPerProperty(directory: string, broker: string): Promise<number> {
  return await bytesPerProperty(few, many, directory, broker, (configured, properties) =>
    configured(Object.fromEntries(thingsOf(properties).map(([id, thing]) => [id, { ...thing, connection: "broker" }]))),
  );
}

/** The same of one that was adopted: each of its Things was checked as a configuration of its own. */
export async function memoryPerAdoptedProperty(directory: string, broker: string): Promise<number> {
  return await bytesPerProperty(fewAdopted, manyAdopted, directory, broker, (configured, properties) => {
    const known = { connection: "broker", convention: "zigbee2mqtt" };
    const kept = thingsOf(properties).map(([id, thing]) => ({ ...known, device: id, id, thing }));
    return withAdopted(configured({}), keptDevices(keptText(kept)));
  });
}

async function bytesPerProperty(
  less: number,
  more: number,
  directory: string,
  broker: string,
  configure: WithProperties,
): Promise<number> {
  // What is compiled and loaded once is there then.
  await heldWith(less, directory, broker, configure);
  const before = await heldWith(less, directory, broker, configure);
  return ((await heldWith(more, directory, broker, configure)) - before) / (more - less);
}

async function heldWith(
  properties: number,
  parent: string,
  broker: string,
  configure: WithProperties,
): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const directory = mkdtempSync(join(parent, "properties-"));
  const before = await heldBytes();
  const configured: Configured = (things) =>
    configurationOf(directory, {
      matrix: { homeserver: "https://matrix.example.org", user: "@bench:example.org" },
      clock: "trusted",
      state_directory: directory,
      connections: { broker: { type: "mqtt", url: broker, adopt: ["zigbee2mqtt"] } },
      things,
    });
  const configuration = configure(configured, properties);
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
  const paths = things.flatMap((thing) => thing.properties.map(({ path }) => path));
  if (paths.length !== properties) throw new Error(`${paths.length} of ${properties} properties are there`);
  const way = opened.use(wireReadings({ things, clock, log, readingLog, onReading: nothing, onChange: nothing }));
  const readSecret = (): never => fail("no secret is needed");
  const hardware = opened.use(
    openHardware({ configuration, drivers: driverTable, machine: machine(clock), clock, readSecret }, way.take),
  );
  hardware.listen();
  for (const path of paths) {
    way.take({ kind: "value", path, wire: "21.5", measuredAt: clock.now() });
  }
  readingLog.commit();
  return (await heldBytes()) - before;
}

function thingsOf(properties: number): readonly (readonly [string, PlainMap])[] {
  return Array.from({ length: properties / propertiesEach }, (_, thing) => {
    const named = Array.from({ length: propertiesEach }, (_, place) => {
      const from = { topic: `bench/memory/${thing}`, path: `/n${place}` };
      return [`n${place}`, { type: "number", unit: "Cel", decimals: 1, from }] as const;
    });
    return [`thing${thing}`, { title: `Thing ${thing}`, properties: Object.fromEntries(named) }] as const;
  });
}

const nothing = (): void => undefined;
