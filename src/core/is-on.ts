import type { Property } from "./property.ts";
import { sameValue } from "./same-value.ts";
import type { Value } from "./value.ts";
import { isDecimal } from "./value.ts";

/** On = not `false`, not 0, and not the value that the property calls off. */
export function isOn(property: Pick<Property, "off">, value: Value): boolean {
  if (value === false) return false;
  if (isDecimal(value) && value.coefficient === 0n) return false;
  return property.off === undefined || !sameValue(value, property.off);
}
