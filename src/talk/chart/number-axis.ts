export interface NumberTick {
  readonly value: number;
  readonly label: string;
}

/** From `low` at the bottom to `high` at the top; ticks from the bottom up. */
export interface NumberAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly NumberTick[];
}

/** Round steps, times a power of ten. */
const niceSteps = [1, 2, 5, 10];
/** Steps between bottom and top. */
const mostTicks = 4;
/** Nearer together than this part of themselves two numbers are one: beyond that a double has no digits. */
const leastSpread = 1e-9;

/**
 * A scale of round numbers around what is shown. Pixels need no exact numbers, so these are doubles; what is told in words
 * stays exact. Between the values of a property with so many decimals there are no ticks.
 */
export function numberAxis(least: number, greatest: number, decimals: number, decimalPoint: string): NumberAxis {
  const size = Math.max(Math.abs(least), Math.abs(greatest));
  const finest = 10 ** -Math.min(decimals, 15);
  const pad = greatest - least <= size * leastSpread ? Math.max(size * 0.02, finest) : 0;
  const [from, to] = [least - pad, greatest + pad];
  const step = niceStep(Math.max((to - from) / mostTicks, finest));
  const first = Math.floor(from / step + 1e-6);
  const last = Math.max(first + 1, Math.ceil(to / step - 1e-6));
  const ticks = Array.from({ length: Math.min(last - first, 2 * mostTicks) + 1 }, (_, at) => {
    const value = (first + at) * step;
    return { value, label: tickLabel(value, step).replace(".", decimalPoint) };
  });
  return { low: first * step, high: last * step, ticks };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (niceSteps.find((step) => step * power >= rough * 0.999) ?? 10);
}

/** As many digits as tell the ticks apart; very large and very small numbers with an exponent. */
function tickLabel(value: number, step: number): string {
  if (Math.abs(value) < step / 2) return "0";
  const stepPower = Math.floor(Math.log10(step) + 1e-9);
  if (Math.abs(value) < 1e6 && stepPower >= -4) return value.toFixed(Math.max(0, -stepPower));
  const digits = Math.floor(Math.log10(Math.abs(value)) + 1e-9) - stepPower;
  return value.toExponential(Math.max(0, Math.min(4, digits))).replace("e+", "e");
}
