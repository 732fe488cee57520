import type { Configuration, ConnectionSettings } from "../../config/configuration.ts";
import type { KeptDevice } from "./kept-devices.ts";

/** The kinds of devices that a connection says `adopt` of. */
export function wantedKinds({ type, settings }: ConnectionSettings): readonly string[] {
  const { adopt } = settings;
  return type === "mqtt" && Array.isArray(adopt) ? adopt.filter((kind) => typeof kind === "string") : [];
}

/** Whether the kind of a kept device is still asked for at its connection. Of others only the record is kept. */
export function isWanted(
  { connections }: Pick<Configuration, "connections">,
  { connection, convention }: Pick<KeptDevice, "connection" | "convention">,
): boolean {
  return connections.some((known) => known.name === connection && wantedKinds(known).includes(convention));
}
