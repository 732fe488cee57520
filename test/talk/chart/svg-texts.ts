import type { FontWidths } from "../../../src/talk/chart/font-widths.ts";

const anchors = new Map<string | undefined, number>([
  ["middle", 0.5],
  ["end", 1],
]);

/** Texts of a picture with their boxes, from widths of the font. */
export function svgTexts(svg: string, font: FontWidths) {
  return [
    ...svg.matchAll(
      /<text x="([\d.-]+)" y="([\d.-]+)" font-size="(\d+)" fill="(#\w+)" text-anchor="(\w+)">([^<]*)<\/text>/g,
    ),
  ].map(([, x, y, size, fill = "", anchor, escaped = ""]) => {
    const text = escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const width = font.widthOf(text) * Number(size);
    const left = Number(x) - width * (anchors.get(anchor) ?? 0);
    return { text, fill, left, right: left + width, y: Number(y) };
  });
}

/** WCAG 2.2, relative luminance and contrast ratio. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
