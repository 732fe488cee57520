import type { Configuration } from "../../config/configuration.ts";
import { adoptedFile, keepAdopted } from "../../store/adopted-file.ts";
import { type KeptDevice, keptDevices, keptText } from "./kept-devices.ts";
import { isWanted } from "./wanted-kinds.ts";

export interface Forgotten {
  readonly isForgotten: boolean;
  /** Its kind is still asked for, so it comes back while it is announced. */
  readonly mayComeBack: boolean;
  /** Ids of the adopted Things that are left, in order. */
  readonly kept: readonly string[];
  /** Ids that are kept for devices of kinds that nothing asks for any more. */
  readonly unlisted: readonly string[];
  /** Why a running agent goes on with it. */
  readonly problems?: readonly string[];
}

/** Takes an adopted device from the list, in one go. Throws what the system throws. */
export function forgetDevice(
  configuration: Pick<Configuration, "stateDirectory" | "connections">,
  id: string,
): Forgotten {
  const { stateDirectory } = configuration;
  const before = keptDevices(adoptedFile(stateDirectory));
  const after = before.filter((device) => device.id !== id);
  const isForgotten = after.length < before.length;
  if (isForgotten) keepAdopted(stateDirectory, keptText(after));
  const listed = (device: KeptDevice): boolean => isWanted(configuration, device);
  return {
    isForgotten,
    mayComeBack: before.some((device) => device.id === id && listed(device)),
    kept: idsOf(after.filter(listed)),
    unlisted: idsOf(after.filter((device) => !listed(device))),
  };
}

function idsOf(devices: readonly KeptDevice[]): readonly string[] {
  return devices.map(({ id }) => id).toSorted();
}
