import type { Configuration } from "../src/config/configuration.ts";
import { driverTable } from "../src/drivers/driver-table.ts";
import { systemClock } from "../src/machine/clock.ts";
import { machine } from "../src/machine/machine.ts";
import { openHardware } from "../src/wiring/open-hardware.ts";
import { configurationOf } from "../test/fakes/configuration-of.ts";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import type { PipelineRun } from "./pipeline-run.ts";
import { startPublishing } from "./publishing-program.ts";
import { pipe, type Take } from "./reading-pipeline.ts";

/** The pipeline of readings from MQTT on, one reading to a message, ten properties. */
export async function runPipelineOverMqtt(
  seal: SealUnsent,
  directory: string,
  broker: string,
  readings: number,
): Promise<PipelineRun> {
  await using opened = new AsyncDisposableStack();
  const configuration = floodConfiguration(directory, broker);
  const clock = systemClock("trusted");
  let taken = 0;
  let take: Take = nothing;
  const readSecret = (): never => {
    throw new Error("no secret is needed");
  };
  const parts = { configuration, drivers: driverTable, machine: machine(clock), clock, readSecret };
  const hardware = opened.use(
    openHardware(parts, (sample) => {
      if (sample.kind === "value") taken += 1;
      take(sample);
    }),
  );
  hardware.listen();
  const flood = opened.use(await startPublishing(broker, () => taken));
  await flood.send(1000);
  taken = 0;
  return await pipe(seal, directory, { things: configuration.things, readings }, async (given, rest) => {
    take = given;
    await flood.send(readings, rest);
    take = nothing;
  });
}

function floodConfiguration(directory: string, broker: string): Configuration {
  const properties = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => {
      const from = { connection: "broker", topic: `bench/flood/n${index}`, path: "/v" };
      return [`n${index}`, { type: "number", decimals: 1, from, report: { at_most_every: "0s" } }];
    }),
  );
  return configurationOf(directory, {
    matrix: { homeserver: "https://matrix.example.org", user: "@bench:example.org" },
    clock: "trusted",
    state_directory: directory,
    connections: { broker: { type: "mqtt", url: broker } },
    things: { bench: { title: "Bench", properties } },
  });
}

const nothing = (): void => undefined;
