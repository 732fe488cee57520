/** An exact decimal number: coefficient / 10^scale. Matrix allows no floats; nothing here makes a detour over one. */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the point, 0 to 64 when read from text. */
  readonly scale: number;
}

const decimalShape = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const longest = 64;
// Programs print a noisy zero as 1.1102230246251565e-16, which is 32 digits.
const largestScale = 64;

/** Reads a JSON, YAML or sensor number (`-3`, `21.50`, `+1e3`, `007`, `.5`); undefined when it is none or absurdly long. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > longest) return undefined;
  const parts = decimalShape.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = parts;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponentText);
  if (scale > largestScale || scale < -largestScale) return undefined;
  const coefficient = sign === "-" ? -digits : digits;
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
}

/** `21.50` for coefficient 2150, scale 2. */
export function formatDecimal({ coefficient, scale }: Decimal): string {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? "" : `.${digits.slice(digits.length - scale)}`;
  return `${negative ? "-" : ""}${whole}${fraction}`;
}

/** `21.5` for coefficient 2150, scale 2: without the zeros at the end. */
export function formatShortest(decimal: Decimal): string {
  const text = formatDecimal(decimal);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** An exact decimal of an integer. */
export function decimalOf(integer: number | bigint): Decimal {
  return { coefficient: BigInt(integer), scale: 0 };
}

/** The same number with exactly `scale` digits after the point, halves away from zero. */
export function roundTo(decimal: Decimal, scale: number): Decimal {
  if (scale >= decimal.scale) {
    return { coefficient: decimal.coefficient * 10n ** BigInt(scale - decimal.scale), scale };
  }
  return { coefficient: divideRounding(decimal.coefficient, 10n ** BigInt(decimal.scale - scale)), scale };
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = subtract(a, b).coefficient;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { coefficient: roundTo(a, scale).coefficient + roundTo(b, scale).coefficient, scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { coefficient: -b.coefficient, scale: b.scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale };
}

/** a / b rounded to `scale` digits; throws a RangeError when b is zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  const numerator = a.coefficient * 10n ** BigInt(scale + b.scale);
  return { coefficient: divideRounding(numerator, b.coefficient * 10n ** BigInt(a.scale)), scale };
}

export function absolute({ coefficient, scale }: Decimal): Decimal {
  return { coefficient: coefficient < 0n ? -coefficient : coefficient, scale };
}

/** Whether a is a whole multiple of b. */
export function isMultiple(a: Decimal, b: Decimal): boolean {
  const scale = Math.max(a.scale, b.scale);
  return b.coefficient !== 0n && roundTo(a, scale).coefficient % roundTo(b, scale).coefficient === 0n;
}

function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}
