import type { Chance } from "../../src/core/chance.ts";
import { seededRandom } from "./seeded-random.ts";

/** Chance that a seed repeats to the last bit. */
export function seededChance(seed: number): Chance {
  const random = seededRandom(seed);
  return {
    fraction: () => random.below(2 ** 32) / 2 ** 32,
    bytes: (count) => Uint8Array.from({ length: count }, () => random.below(256)),
    uuid: () => random.uuid(),
  };
}
