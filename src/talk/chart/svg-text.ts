import type { FontWidths } from "./font-widths.ts";
import { fitText } from "./font-widths.ts";

/** The family of the font that the pictures are drawn in. */
export const chartFont = "Roboto";

export interface TextPlace {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  /** What it must fit in; it is shortened to that. */
  readonly width: number;
}

/** A text of a picture, never wider than its place. */
export function svgText(
  text: string,
  { x, y, size, fill, anchor = "start", width }: TextPlace,
  font: FontWidths,
): string {
  const fitting = escapeXml(fitText(text, size, width, font));
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${fitting}</text>`;
}

/** A coordinate with as many digits as can be seen. */
export function round(number: number): string {
  return String(Math.round(number * 10) / 10);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
