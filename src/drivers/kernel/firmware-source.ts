import { ChosenDevice } from "./chosen-device.ts";
import { type KernelSource, unavailable } from "./kernel-source.ts";
import { notANumber } from "./sys-number.ts";

export interface FirmwareFrom {
  readonly flag: string;
  readonly since_boot?: boolean | undefined;
}

/** Bits of now, in their order; 16 higher stand those of any time since the start (raspberrypi.com, `vcgencmd get_throttled`). */
const flags = ["under_voltage", "frequency_capped", "throttled", "temperature_limit"];
const sinceBootShift = 16;

/** What the firmware of a Raspberry Pi says of its power and heat. */
export function firmwareSource({ flag, since_boot: sinceBoot = false }: FirmwareFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "firmware" });
  const bit = flags.indexOf(flag) + (sinceBoot ? sinceBootShift : 0);
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    if (!found.files.includes("get_throttled")) {
      chosen.forget();
      return unavailable("no-such-sensor", "this kernel does not show get_throttled; rpi_volt of hwmon may be there");
    }
    const answer = await chosen.read(ask, found, ["get_throttled"]);
    if (answer.kind === "absent") return answer;
    const text = answer.texts[0] ?? "";
    if (!/^(0x)?[0-9a-f]{1,8}$/i.test(text)) return notANumber(text);
    return { kind: "value", wire: ((Number.parseInt(text, 16) >>> bit) & 1) === 1 };
  };
}
