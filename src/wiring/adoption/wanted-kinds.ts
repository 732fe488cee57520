import type { ConnectionSettings } from "../../config/configuration.ts";

/** The kinds of devices that a connection says `adopt` of. */
export function wantedKinds({ type, settings }: ConnectionSettings): readonly string[] {
  const { adopt } = settings;
  return type === "mqtt" && Array.isArray(adopt) ? adopt.filter((kind) => typeof kind === "string") : [];
}
