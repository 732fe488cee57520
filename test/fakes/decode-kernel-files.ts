import assert from "node:assert/strict";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { KernelDevice } from "../../src/core/kernel-files.ts";
import type { Sample } from "../../src/core/sample.ts";
import type { Extracted } from "../../src/drivers/extract.ts";
import { kernelDrivers } from "../../src/drivers/kernel-drivers.ts";
import { machine } from "../../src/machine/machine.ts";
import { fakeSysfs } from "./fake-sysfs.ts";
import { HandClock } from "./hand-clock.ts";
import { until } from "./until.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Files as `grep . *` prints them: `name:text`, several lines of a file one after the other. */
function filesOf(payload: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const line of payload.trimEnd().split("\n")) {
    const [, file = assert.fail(line), text = ""] = /^(\w+):(.*)$/.exec(line) ?? [];
    files[file] = `${files[file] ?? ""}${text}\n`;
  }
  return files;
}

const places: Readonly<Record<KernelDevice["of"], (name: string) => string>> = {
  hwmon: () => "platform/it/hwmon/hwmon0",
  iio: () => "platform/it/iio:device0",
  w1: (name) => `w1_bus_master1/${name}`,
  thermal: () => "virtual/thermal/thermal_zone0",
  power: (name) => `platform/it/power_supply/${name}`,
  network: (name) => `platform/it/net/${name}`,
  firmware: () => "platform/soc/soc:firmware",
};

/** What the driver of a kind makes of the files of the one device that there is. */
export async function decodeKernelFiles(as: string, settings: Settings, payload: string): Promise<Extracted> {
  using sysfs = fakeSysfs();
  const files = filesOf(payload);
  for (const name of ["loadavg", "meminfo", "uptime"]) sysfs.proc(name, files[name] ?? "");
  const name = String(settings.sensor ?? settings.supply ?? settings.interface);
  const of = Object.keys(places).find((kind) => kind === as) as KernelDevice["of"] | undefined;
  if (of !== undefined) sysfs.plug(of, places[of](name), { name: `${name}\n`, type: `${name}\n`, ...files });
  const clock = new HandClock();
  const samples: Sample[] = [];
  const driver = kernelDrivers.find((candidate) => candidate.as === as) ?? assert.fail(as);
  const emit = (sample: Sample): void => void samples.push(sample);
  const context = { name: "it", machine: machine(clock, undefined, sysfs.root), clock, readSecret: () => "", emit };
  await using connection = driver.open({}, context);
  connection.listen({ path: affordancePath(asThingId("it"), "value"), type: "number", settings });
  await until(
    "something is heard",
    () => samples.length > 0,
    () => clock.advance(1),
  );
  const [sample] = samples;
  assert.ok(sample);
  return sample.kind === "value"
    ? { kind: "value", wire: sample.wire }
    : { kind: "nothing", fault: sample.fault, detail: sample.detail };
}
