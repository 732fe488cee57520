import type { KernelDevice } from "../../core/kernel-files.ts";
import { ChannelLabels, type ReadFiles } from "./channel-labels.ts";
import { ChosenDevice, sayDevice } from "./chosen-device.ts";
import { type Absence, faulty, type KernelSource, unavailable } from "./kernel-source.ts";
import { possibleTemperature, sysNumber } from "./sys-number.ts";

export interface HwmonFrom {
  readonly sensor: string;
  readonly device?: string | undefined;
  readonly channel: string;
  readonly attribute?: string | undefined;
}

/** Digits after the point of what the kernel counts in milli or micro (Documentation/hwmon/sysfs-interface.rst). */
const digitsOf = new Map([
  ["temp", 3],
  ["in", 3],
  ["curr", 3],
  ["humidity", 3],
  ["power", 6],
  ["energy", 6],
]);

/** Attributes that are no quantity but a yes or no, or a mode. */
const isFlag = /(^|_)(alarm|fault|beep|enable|intrusion|type|div|pulses)$/;
const channelShape = /^([a-z]+)\d+$/;

/** A channel of a hardware monitoring chip. */
export function hwmonSource({ sensor, device, channel, attribute = "input" }: HwmonFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "hwmon", name: sensor, device });
  const labels = new ChannelLabels();
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    const name = await channelOf(found, channel, labels, (files) => chosen.read(ask, found, files));
    if (typeof name !== "string") return name;
    const file = `${name}_${attribute}`;
    if (!found.files.includes(file)) {
      chosen.forget();
      return unavailable("no-such-sensor", `${sayDevice(found)} has no ${file}; it has ${channelsOf(found)}`);
    }
    const broken = `${name}_fault`;
    const asksWhetherBroken = !isFlag.test(attribute) && found.files.includes(broken);
    const answer = await chosen.read(ask, found, [...(asksWhetherBroken ? [broken] : []), file]);
    if (answer.kind === "absent") return answer;
    if (asksWhetherBroken && answer.texts[0] === "1") {
      return faulty("source-fault", `${sayDevice(found)} says that ${name} is broken or not connected`);
    }
    const kind = channelShape.exec(name)?.[1] ?? "";
    const value = sysNumber(answer.texts.at(-1) ?? "", isFlag.test(attribute) ? 0 : (digitsOf.get(kind) ?? 0));
    return kind === "temp" && !isFlag.test(attribute) ? possibleTemperature(value) : value;
  };
}

/** As the kernel counts it, or by the label that the driver or the board gives it. */
async function channelOf(
  device: KernelDevice,
  wanted: string,
  labels: ChannelLabels,
  read: ReadFiles,
): Promise<string | Absence> {
  if (channelShape.test(wanted)) return wanted;
  const files = device.files.filter((file) => file.endsWith("_label"));
  const file = await labels.find(device, wanted, files, read);
  if (typeof file !== "string") {
    const detail = `${sayDevice(device)} has no channel labelled ${wanted}; it has ${channelsOf(device)}`;
    return file ?? unavailable("no-such-sensor", detail);
  }
  return file.slice(0, -"_label".length);
}

/** Channels that measure something, for a sentence. */
export function channelsOf({ files }: KernelDevice): string {
  const inputs = files.flatMap((file) => /^([a-z]+\d+)_(?:input|average|alarm)$/.exec(file)?.[1] ?? []);
  return [...new Set(inputs)].slice(0, 24).join(", ") || "none";
}
