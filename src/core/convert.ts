import { AgentFault } from "./agent-fault.ts";
import { cutText } from "./cut-text.ts";
import {
  absolute,
  add,
  compareDecimals,
  type Decimal,
  divide,
  formatDecimal,
  multiply,
  parseDecimal,
  roundTo,
  subtract,
} from "./decimal.ts";
import { longestText } from "./event-value.ts";
import type { FaultCode } from "./fault-codes.ts";
import type { Conversion, Property } from "./property.ts";
import { sameValue } from "./same-value.ts";
import { isDecimal, type Value, type Wire } from "./value.ts";

export type Converted =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: FaultCode; readonly detail: string };

type Shape = Pick<Property, "type" | "decimals" | "enum">;

const one: Decimal = { coefficient: 1n, scale: 0 };
const largest: Decimal = { coefficient: 10n ** 30n, scale: 0 };
const zero: Decimal = { coefficient: 0n, scale: 0 };

/**
 * A wire value as a value of the property, by `values`, else by `wire × scale + offset` rounded to the property's
 * decimals, else as it is. Numbers may come as numeric text. Without `values` a boolean is a JSON boolean, `true` or
 * `false` in any case, 1 or 0. Blanks around a text from the wire are dropped, except for a `string`.
 */
export function toValue(shape: Shape, conversion: Conversion, wire: Wire): Converted {
  if (conversion.values !== undefined) {
    const entry = conversion.values.find(({ wires }) => wires.some((known) => sameWire(known, wire)));
    if (entry === undefined) return fault("unmapped-value", `${show(wire)} is not in values.`);
    return { ok: true, value: isDecimal(entry.value) ? roundTo(entry.value, shape.decimals) : entry.value };
  }
  switch (shape.type) {
    case "boolean":
      return toBoolean(wire);
    case "string":
      return toText(shape, wire);
    case "integer":
    case "number":
      return toNumber(shape, conversion, wire);
  }
}

/** The inverse: what is written for a value. Throws when `values` lacks it, which the configuration's check excludes. */
export function toWire(shape: Pick<Property, "decimals">, conversion: Conversion, value: Value): Wire {
  if (conversion.values !== undefined) {
    const wire = conversion.values.find((entry) => sameValue(entry.value, value))?.wires[0];
    if (wire === undefined)
      throw new AgentFault("internal", `${show(value)} is not in values, so it cannot be written.`);
    return wire;
  }
  if (!isDecimal(value) || (conversion.scale === undefined && conversion.offset === undefined)) return value;
  const { scale = one, offset = zero } = conversion;
  // Enough digits for the way back to round to the same value.
  const digits = shape.decimals + formatDecimal(scale).length;
  return withoutTrailingZeros(divide(subtract(value, offset), scale, digits));
}

function toBoolean(wire: Wire): Converted {
  if (typeof wire === "boolean") return { ok: true, value: wire };
  const text = isDecimal(wire) ? formatDecimal(wire) : wire.trim().toLowerCase();
  if (text === "true" || text === "1") return { ok: true, value: true };
  if (text === "false" || text === "0") return { ok: true, value: false };
  return fault("not-a-value", `${show(wire)} is neither true nor false.`);
}

function toText({ enum: words }: Shape, wire: Wire): Converted {
  if (typeof wire === "boolean") return fault("not-a-value", `${show(wire)} is not a text.`);
  const text = isDecimal(wire) ? formatDecimal(wire) : wire;
  if (text.length > longestText)
    return fault("too-long", `A text of ${text.length} characters is longer than ${longestText}.`);
  if (!text.isWellFormed()) return fault("not-a-value", "The text is not well-formed Unicode.");
  if (words !== undefined && !words.includes(text)) {
    return fault("not-a-value", `${show(wire)} is not one of ${words.join(", ")}.`);
  }
  return { ok: true, value: text };
}

function toNumber(shape: Shape, { scale, offset }: Conversion, wire: Wire): Converted {
  const number = wireNumber(wire);
  if (number === undefined) return fault("not-a-value", `${show(wire)} is not a number.`);
  const scaled = scale === undefined ? number : multiply(number, scale);
  const moved = offset === undefined ? scaled : add(scaled, offset);
  if (compareDecimals(absolute(moved), largest) > 0) return fault("out-of-bounds", `${show(wire)} is absurdly large.`);
  return { ok: true, value: roundTo(moved, shape.decimals) };
}

/** The same spelling is the same wire, whether it came as JSON or as text; numbers count by what they are worth. */
function sameWire(known: Wire, wire: Wire): boolean {
  const a = wireNumber(known);
  const b = wireNumber(wire);
  if (a !== undefined && b !== undefined) return compareDecimals(a, b) === 0;
  return a === undefined && b === undefined && String(known).trim() === String(wire).trim();
}

function wireNumber(wire: Wire): Decimal | undefined {
  if (typeof wire === "boolean") return undefined;
  return isDecimal(wire) ? wire : parseDecimal(wire.trim());
}

function withoutTrailingZeros(decimal: Decimal): Decimal {
  let { coefficient, scale } = decimal;
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale -= 1;
  }
  return { coefficient, scale };
}

function show(wire: Wire): string {
  const text = isDecimal(wire) ? formatDecimal(wire) : String(wire);
  return JSON.stringify(cutText(text, 40));
}

function fault(code: FaultCode, detail: string): Converted {
  return { ok: false, fault: code, detail };
}
