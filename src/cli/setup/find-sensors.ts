import { foldName } from "../../core/fold-name.ts";
import type { Machine } from "../../core/machine.ts";
import { visible } from "../../core/visible.ts";
import { freeId } from "../../discovery/draft-keys.ts";
import { count } from "../count.ts";
import { sensorBinding } from "../discover/sensor-lines.ts";
import { type ListedSensor, listKernelSensors } from "../list-kernel-sensors.ts";
import type { FoundHardware } from "./found-hardware.ts";

/** Units by what the kernel calls a channel, before its number (docs/kernel-sensors.md). What is not here is left to whoever writes it. */
const units: Readonly<Record<string, string>> = {
  temp: "Cel",
  in: "V",
  curr: "A",
  voltage: "V",
  current: "A",
  humidity: "%RH",
  humidityrelative: "%RH",
  fan: "rpm",
  pressure: "kPa",
  illuminance: "lx",
};

/** Figures of one machine that a person still looks through. */
const most = 24;

interface Figure {
  readonly sensor: ListedSensor;
  readonly channel: string | undefined;
  readonly unit: string;
}

/** Every sensor that the kernel has, as one Thing `board`; undefined where it has none. Reads none of them. */
export async function findSensors(machine: Pick<Machine, "openKernelFiles">): Promise<FoundHardware | undefined> {
  const all = await listKernelSensors(machine);
  const zones = new Set(all.filter(({ of }) => of === "thermal").map(({ name }) => foldName(name)));
  // The kernel lists a thermal zone a second time, as a chip.
  const sensors = all.filter(({ of, name }) => of !== "hwmon" || !zones.has(foldName(name)));
  const figures = sensors.flatMap(figuresOf).slice(0, most);
  if (figures.length === 0) return undefined;
  const taken = new Set<string>();
  const lines = figures.map((figure) => propertyLine(figure, all, taken));
  return {
    what: `${count(figures.length, "figure")} of this machine's own sensors: the Thing "Board".`,
    hasThings: true,
    connections: "  board: { type: kernel }   # the kernel's sensors; docs/kernel-sensors.md\n",
    things: `  board:\n    title: Board\n    connection: board\n    properties:\n${lines.join("")}`,
  };
}

function figuresOf(sensor: ListedSensor): readonly Figure[] {
  const { of, channels } = sensor;
  if (of === "w1" || of === "thermal") return [{ sensor, channel: undefined, unit: "Cel" }];
  if (of === "power") return [{ sensor, channel: undefined, unit: "%" }];
  return (channels ?? "").split(", ").flatMap((channel) => {
    const unit = units[/^[a-z]+/.exec(channel)?.[0] ?? ""];
    return unit === undefined ? [] : [{ sensor, channel, unit }];
  });
}

function propertyLine({ sensor, channel, unit }: Figure, all: readonly ListedSensor[], taken: Set<string>): string {
  // A number is no name; which of several it is stands beside it.
  const called = sensor.of === "w1" ? "probe" : sensor.name;
  const name = freeId(channel === undefined ? called : `${called} ${channel}`, taken);
  taken.add(foldName(name));
  const report = unit === "Cel" ? ", decimals: 1, report: { change: 0.5 }" : "";
  const from = sensorBinding(sensor, all, channel);
  return `      ${name}: { type: number, unit: ${JSON.stringify(unit)}${report}, from: { ${from} } }   # ${visible(sensor.text)}\n`;
}
