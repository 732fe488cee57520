import type { Configuration } from "../config/configuration.ts";
import { adoptedFile } from "../store/adopted-file.ts";
import { keptDevices } from "./adoption/kept-devices.ts";
import { wantedKinds } from "./adoption/wanted-kinds.ts";
import { withAdopted } from "./adoption/with-adopted.ts";

/** The configuration with the Things that are kept in its state directory. Never throws: what cannot be read is as if nothing was kept. */
export function readAdopted(configuration: Configuration): Configuration {
  if (!configuration.connections.some((connection) => wantedKinds(connection).length > 0)) return configuration;
  return withAdopted(configuration, keptDevices(textIn(configuration.stateDirectory)));
}

function textIn(directory: string): string | undefined {
  try {
    return adoptedFile(directory);
  } catch {
    return undefined;
  }
}
