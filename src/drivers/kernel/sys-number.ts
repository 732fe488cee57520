import { cutText } from "../../core/cut-text.ts";
import { compareDecimals, type Decimal } from "../../core/decimal.ts";
import { faulty, type KernelFound } from "./kernel-source.ts";

const wholeNumber = /^[+-]?\d{1,30}$/;
const absoluteZero: Decimal = { coefficient: -27315n, scale: 2 };

/** A whole number of the kernel as the decimal that it means: `25500` in thousandths is 25.500. */
export function sysNumber(text: string, digits: number): KernelFound {
  if (!wholeNumber.test(text)) return notANumber(text);
  return { kind: "value", wire: { coefficient: BigInt(text), scale: digits } };
}

export function notANumber(text: string): KernelFound {
  const shown = cutText(text, 40);
  return faulty("not-a-value", `${JSON.stringify(shown)} is no number`);
}

/** A temperature in °C that can be; some drivers say less than absolute zero where they measured nothing. */
export function possibleTemperature(found: KernelFound): KernelFound {
  if (found.kind !== "value" || typeof found.wire !== "object") return found;
  if (compareDecimals(found.wire, absoluteZero) >= 0) return found;
  return faulty("not-measured", "a temperature below absolute zero: the sensor has measured nothing");
}
