import { add, type Decimal, decimalOf, multiply, roundTo, subtract } from "../core/decimal.ts";

export type Wave = "sine" | "square" | "triangle" | "sawtooth" | "constant";

export interface WaveformSettings {
  readonly wave: Wave;
  readonly low: Decimal;
  readonly high: Decimal;
  /** ms of one turn. */
  readonly period: number;
  /** Most that noise adds or takes away; undefined: none. */
  readonly noise: Decimal | undefined;
  /** Tells one noise from another; the same seed at the same time gives the same value. */
  readonly seed: string;
}

/** Digits to which the shape between 0 and 1 is computed. */
const shapeScale = 6;

/** The value at a time (UTC ms), from nothing but its arguments, with `decimals` digits after the point. */
export function waveform(settings: WaveformSettings, at: number, decimals: number): Decimal {
  const { low, high, noise } = settings;
  const turn = (((at % settings.period) + settings.period) % settings.period) / settings.period;
  const clean = add(low, multiply(subtract(high, low), fraction(shape(settings.wave, turn))));
  if (noise === undefined) return roundTo(clean, decimals);
  return roundTo(add(clean, multiply(noise, fraction(2 * chance(`${settings.seed} ${at}`) - 1))), decimals);
}

/** Between 0 (low) and 1 (high) for a turn of 0 to 1. */
function shape(wave: Wave, turn: number): number {
  switch (wave) {
    case "sine":
      return (1 + Math.sin(2 * Math.PI * turn)) / 2;
    case "square":
      return turn < 0.5 ? 1 : 0;
    case "triangle":
      return turn < 0.5 ? 2 * turn : 2 - 2 * turn;
    case "sawtooth":
      return turn;
    case "constant":
      return 1;
  }
}

/** The shape is a made-up number, so a float may draw it; from here on it is exact. */
function fraction(part: number): Decimal {
  return { ...decimalOf(Math.round(part * 10 ** shapeScale)), scale: shapeScale };
}

/** A number from 0 to 1 that depends on the text alone (FNV-1a, then a finishing mix of its bits). */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0xffffffff;
}
