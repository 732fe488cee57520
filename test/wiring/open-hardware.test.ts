import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../src/config/configuration.ts";
import type { Property } from "../../src/core/property.ts";
import type { Sample } from "../../src/core/sample.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { machine } from "../../src/machine/machine.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { linesOf } from "../../src/machine/simulated-lines.ts";
import { openHardware } from "../../src/wiring/open-hardware.ts";
import { configurationOf as readTree } from "../fakes/configuration-of.ts";
import { fakeSysfs } from "../fakes/fake-sysfs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

const never = new AbortController().signal;

function lamp(name: string, line: string, connection = "trial"): Property {
  const binding = { connection, as: "value", settings: { line }, conversion: {} };
  return someProperty({ name, type: "boolean", from: binding, to: { ...binding, safeValue: false } });
}

function configurationOf(properties: readonly Property[], sockets: Readonly<Record<string, string | undefined>>) {
  const connections = Object.entries(sockets).map(([name, socket]) => ({
    name,
    type: "simulated",
    settings: socket === undefined ? {} : { socket },
  }));
  // The parts of a configuration that hardware looks at.
  return { connections, things: [someThing("box", properties)] } as unknown as Configuration;
}

/** Simulated hardware that tells what was opened and closed. */
function bench() {
  const clock = new HandClock();
  const lines = simulatedHardware(clock);
  const story: string[] = [];
  const samples: Sample[] = [];
  const real = machine(clock);
  const openSimulatedLines: typeof real.openSimulatedLines = (socket, events) => {
    story.push(`open ${socket ?? "own"}`);
    const opened = linesOf(lines, events);
    return {
      ...opened,
      [Symbol.asyncDispose]: async () => {
        story.push(`close ${socket ?? "own"}`);
        await opened[Symbol.asyncDispose]();
      },
    };
  };
  const open = (configuration: Configuration) =>
    openHardware(
      {
        configuration,
        drivers: driverTable,
        machine: { ...real, openSimulatedLines },
        clock,
        readSecret: () => "",
      },
      (sample) => void samples.push(sample),
    );
  const heard = () =>
    samples.splice(0).map((sample) => `${sample.path} ${sample.kind === "value" ? sample.wire : "-"}`);
  return { clock, lines, story, open, heard };
}

test("a change opens and closes only what differs", async () => {
  const { open, story, lines, heard } = bench();
  const before = configurationOf([lamp("a", "a"), lamp("b", "b", "second")], { trial: "one", second: "two" });
  await using hardware = open(before);
  hardware.listen();
  const port = hardware.outputs.get(lamp("a", "a").path);
  heard();
  await hardware.change(configurationOf([lamp("a", "a"), lamp("c", "c", "third")], { trial: "one", third: "three" }));
  assert.deepEqual(story, ["open one", "open two", "close two", "open three"]);
  assert.equal(hardware.outputs.get(lamp("a", "a").path), port, "what did not change is not even bound anew");
  assert.equal(hardware.outputs.has(lamp("b", "b").path), false);
  assert.deepEqual(heard(), ["box/c 0"]);
  await hardware.outputs.get(lamp("c", "c").path)?.write("1", never);
  assert.equal(lines.read("c"), "1");
});

test("a property bound to another line is heard from there and no more from the old one", async () => {
  const { open, story, lines, heard } = bench();
  await using hardware = open(configurationOf([lamp("a", "old")], { trial: undefined }));
  hardware.listen();
  heard();
  await hardware.change(configurationOf([lamp("a", "new")], { trial: undefined }));
  assert.deepEqual([heard(), story], [["box/a 0"], ["open own"]]);
  await lines.write("old", "1");
  await lines.write("new", "2");
  assert.deepEqual(heard(), ["box/a 2"]);
});

test("a connection with other settings is opened anew with all that hangs on it", async () => {
  const { open, story, heard } = bench();
  await using hardware = open(configurationOf([lamp("a", "a")], { trial: "one" }));
  hardware.listen();
  heard();
  await hardware.change(configurationOf([lamp("a", "a")], { trial: "two" }));
  assert.deepEqual([story, heard()], [["open one", "close one", "open two"], ["box/a 0"]]);
});

test("a connection that only adopts other devices stays open, and its outputs with it", async () => {
  const { open, story } = bench();
  const before = configurationOf([lamp("a", "a")], { trial: "one" });
  await using hardware = open(before);
  const port = hardware.outputs.get(lamp("a", "a").path);
  const connections = before.connections.map(({ settings, ...connection }) => {
    return { ...connection, settings: { ...settings, adopt: ["tasmota"] } };
  });
  await hardware.change({ ...before, connections });
  assert.deepEqual(story, ["open one"]);
  assert.equal(hardware.outputs.get(lamp("a", "a").path), port);
});

test("no edge reaches an output that did not change", async () => {
  const { open, lines } = bench();
  await using hardware = open(configurationOf([lamp("a", "a"), lamp("b", "b")], { trial: undefined }));
  await hardware.outputs.get(lamp("a", "a").path)?.write("1", never);
  const edges = lines.edges().length;
  await hardware.change(configurationOf([lamp("a", "a"), lamp("b", "elsewhere")], { trial: undefined }));
  assert.equal(lines.edges().length, edges);
});

test("a connection that several drivers use is down only when all of them are, and is named once", async () => {
  using sysfs = fakeSysfs();
  using directory = temporaryDirectory();
  sysfs.plug("thermal", "virtual/thermal/thermal_zone0", { type: "cpu-thermal\n", temp: "50000\n" });
  const properties = {
    zone: { type: "number", from: { as: "thermal", sensor: "cpu-thermal", poll: "1s" } },
    air: { type: "number", from: { as: "hwmon", sensor: "lm75", channel: "temp1", poll: "1s" } },
  };
  const configuration = readTree(directory.path, {
    matrix: { homeserver: "https://hs", user: "@agent:hs" },
    connections: { board: { type: "kernel" } },
    things: { box: { connection: "board", properties } },
  });
  const clock = new HandClock();
  const parts = { configuration, drivers: driverTable, clock, readSecret: () => "" };
  const samples: Sample[] = [];
  const emit = (sample: Sample): void => void samples.push(sample);
  await using hardware = openHardware({ ...parts, machine: machine(clock, undefined, sysfs.root) }, emit);
  hardware.listen();
  const everySecond = (): Promise<unknown> => clock.advance(1000);
  await until("both are heard", () => new Set(samples.map(({ path }) => path)).size === 2, everySecond);
  assert.deepEqual(hardware.down(), []);
  sysfs.unplug("thermal", "virtual/thermal/thermal_zone0");
  await until("it is down", () => hardware.down().length > 0, everySecond);
  assert.deepEqual(hardware.down(), ["board"]);
});
