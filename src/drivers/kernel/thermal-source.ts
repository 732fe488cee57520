import { ChosenDevice } from "./chosen-device.ts";
import type { KernelSource } from "./kernel-source.ts";
import { possibleTemperature, sysNumber } from "./sys-number.ts";

export interface ThermalFrom {
  readonly sensor: string;
  readonly device?: string | undefined;
}

/** The temperature of a thermal zone, by its type (Documentation/driver-api/thermal/sysfs-api.rst: thousandths of a degree). */
export function thermalSource({ sensor, device }: ThermalFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "thermal", name: sensor, device });
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    const answer = await chosen.read(ask, found, ["temp"]);
    return answer.kind === "absent" ? answer : possibleTemperature(sysNumber(answer.texts[0] ?? "", 3));
  };
}
