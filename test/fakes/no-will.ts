import type { PresenceParts } from "../../src/wiring/presence.ts";

/** Of a link to a homeserver that knows no delayed events, in a room that holds nobody for gone. */
export const noWill: Pick<PresenceParts["link"], "lastWill" | "rooms"> = {
  lastWill: { arm: async () => "none", disarm: async () => undefined },
  rooms: { state: () => undefined },
};
