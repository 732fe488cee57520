import type { Chance } from "../core/chance.ts";

/** The system's own. */
export const systemChance: Chance = {
  fraction: () => Math.random(),
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  uuid: () => crypto.randomUUID(),
};
