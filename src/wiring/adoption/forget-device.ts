import { adoptedFile, keepAdopted } from "../../store/adopted-file.ts";
import { keptDevices, keptText } from "./kept-devices.ts";

export interface Forgotten {
  readonly isForgotten: boolean;
  /** Ids of the adopted Things that are left, in order. */
  readonly kept: readonly string[];
  /** Why a running agent goes on with it. */
  readonly problems?: readonly string[];
}

/** Takes an adopted device from the list, in one go. Throws what the system throws. */
export function forgetDevice(stateDirectory: string, id: string): Forgotten {
  const before = keptDevices(adoptedFile(stateDirectory));
  const after = before.filter((device) => device.id !== id);
  const isForgotten = after.length < before.length;
  if (isForgotten) keepAdopted(stateDirectory, keptText(after));
  return { isForgotten, kept: after.map((device) => device.id).toSorted() };
}
