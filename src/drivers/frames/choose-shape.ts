import { hexBytes } from "../../core/hex-bytes.ts";
import { checkedShape, type FrameCheck } from "./checked.ts";
import { delimitedShape } from "./delimited.ts";
import { enclosedShape } from "./enclosed.ts";
import { fixedShape } from "./fixed.ts";
import type { FrameShape } from "./frame-shape.ts";
import { type LengthPrefix, lengthPrefixedShape } from "./length-prefixed.ts";
import { lineShape } from "./line.ts";
import { nmeaShape } from "./nmea.ts";
import { p1Shape } from "./p1.ts";

/** `frame` of a connection where one word does not say it; bytes as hexadecimal text. */
export interface FrameKeys {
  readonly fixed?: number;
  readonly start?: string;
  readonly end?: string;
  readonly until?: string;
  readonly after?: number;
  readonly length?: { readonly at: number; readonly as?: LengthPrefix["as"]; readonly add?: number };
}

export interface ShapeSettings {
  /** `line`, `p1`, `nmea`, or keys. */
  readonly frame: unknown;
  readonly check: FrameCheck | undefined;
  /** Bytes. */
  readonly longest: number;
}

/** The keys of a `frame` that is not one word. */
export function frameKeys(frame: unknown): FrameKeys | undefined {
  return typeof frame === "object" && frame !== null ? frame : undefined;
}

/** The shape that the settings of a connection name; they passed the check. */
export function chooseShape({ frame, check, longest }: ShapeSettings): FrameShape {
  const keys = frameKeys(frame);
  const shape = keys === undefined ? namedShape(frame) : shapeOf(keys, longest);
  return check === undefined ? shape : checkedShape(shape, check);
}

function namedShape(frame: unknown): FrameShape {
  if (frame === "p1") return p1Shape;
  return frame === "nmea" ? nmeaShape : lineShape;
}

function shapeOf({ fixed, start, end, until, after = 0, length }: FrameKeys, longest: number): FrameShape {
  const begin = bytesOf(start);
  if (fixed !== undefined) return fixedShape(fixed, begin);
  if (length !== undefined) {
    return lengthPrefixedShape(begin, { at: length.at, as: length.as ?? "u8", add: length.add ?? 0 }, longest);
  }
  return until === undefined ? enclosedShape(begin, bytesOf(end), after) : delimitedShape(bytesOf(until), after);
}

function bytesOf(text: string | undefined): Uint8Array {
  return (text !== undefined && hexBytes(text)) || new Uint8Array();
}
