import type { Operator } from "../config/configuration.ts";
import type { SenderFacts } from "../core/room-ports.ts";
import type { EffectivePin } from "./pins.ts";

/** The key that `trust: first-use` pins: of an operator without any pin, the one that is seen first. */
export function keyOfFirstUse(
  { trust }: Operator,
  { masterKey }: SenderFacts,
  pin: EffectivePin | undefined,
): string | undefined {
  return trust === "first-use" && pin === undefined ? masterKey : undefined;
}
