import { add, type Decimal, decimalOf, multiply, parseDecimal } from "../../core/decimal.ts";
import type { KernelDevice } from "../../core/kernel-files.ts";
import { ChannelLabels, type ReadFiles } from "./channel-labels.ts";
import { ChosenDevice, sayDevice } from "./chosen-device.ts";
import { type Absence, type KernelSource, unavailable } from "./kernel-source.ts";
import { notANumber, possibleTemperature } from "./sys-number.ts";

export interface IioFrom {
  readonly sensor: string;
  readonly device?: string | undefined;
  readonly channel: string;
}

/** What the kernel gives in thousandths (Documentation/ABI/testing/sysfs-bus-iio); pressure is kPa, illuminance lx. */
const inThousandths = /^(temp|humidityrelative|voltage|altvoltage|current|power|positionrelative)/;
const thousandth: Decimal = { coefficient: 1n, scale: 3 };
const one = decimalOf(1);
const zero = decimalOf(0);

/** Files of a channel: the processed value, or the raw one with what makes a quantity of it. */
interface ChannelFiles {
  readonly value: string;
  readonly offset: string | undefined;
  readonly scale: string | undefined;
}

/** A channel of an industrial I/O device: (raw + offset) × scale, or what the driver processed itself. */
export function iioSource({ sensor, device, channel }: IioFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "iio", name: sensor, device });
  const labels = new ChannelLabels();
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    const labelled = await labelledChannel(found, channel, labels, (files) => chosen.read(ask, found, files));
    if (typeof labelled !== "string") return labelled;
    const files = channelFiles(found, labelled);
    if (files === undefined) {
      chosen.forget();
      return unavailable("no-such-sensor", `${sayDevice(found)} has no ${channel}; it has ${iioChannelsOf(found)}`);
    }
    // The scale may change with the range, so it is read each time; the value comes last, as the newest.
    const wanted = [files.offset, files.scale, files.value].filter((file) => file !== undefined);
    const answer = await chosen.read(ask, found, wanted);
    if (answer.kind === "absent") return answer;
    const texts = new Map(wanted.map((file, at) => [file, answer.texts[at] ?? ""]));
    const numberIn = (file: string | undefined, fallback: Decimal): Decimal | undefined =>
      file === undefined ? fallback : parseDecimal(texts.get(file) ?? "");
    const value = numberIn(files.value, zero);
    const offset = numberIn(files.offset, zero);
    const scale = numberIn(files.scale, one);
    if (value === undefined || offset === undefined || scale === undefined) {
      return notANumber([...texts.values()].find((text) => parseDecimal(text) === undefined) ?? "");
    }
    const quantity = multiply(add(value, offset), scale);
    const wire = inThousandths.test(labelled) ? multiply(quantity, thousandth) : quantity;
    return labelled.startsWith("temp") ? possibleTemperature({ kind: "value", wire }) : { kind: "value", wire };
  };
}

function channelFiles({ files }: KernelDevice, channel: string): ChannelFiles | undefined {
  const has = (file: string): boolean => files.includes(file);
  const input = `in_${channel}_input`;
  if (has(input)) return { value: input, offset: undefined, scale: undefined };
  const raw = `in_${channel}_raw`;
  if (!has(raw)) return undefined;
  // What all channels of a kind share stands once, under the kind's name.
  const names = [channel, channel.replaceAll(/\d+/g, ""), channel.replace(/[\d_-].*$/, "")];
  const first = (what: string): string | undefined => names.map((name) => `in_${name}_${what}`).find(has);
  return { value: raw, offset: first("offset"), scale: first("scale") };
}

async function labelledChannel(
  device: KernelDevice,
  wanted: string,
  labels: ChannelLabels,
  read: ReadFiles,
): Promise<string | Absence> {
  if (channelFiles(device, wanted) !== undefined) return wanted;
  const files = device.files.filter((file) => /^in_.*_label$/.test(file));
  const file = await labels.find(device, wanted, files, read);
  return typeof file === "string" ? file.slice("in_".length, -"_label".length) : (file ?? wanted);
}

/** Channels that can be read, for a sentence. */
export function iioChannelsOf({ files }: KernelDevice): string {
  const channels = files.flatMap((file) => /^in_(.+)_(?:input|raw)$/.exec(file)?.[1] ?? []);
  return [...new Set(channels)].slice(0, 24).join(", ") || "none";
}
