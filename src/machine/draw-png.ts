import { Resvg } from "@resvg/resvg-js";

export interface DrawOrder {
  readonly svg: string;
  readonly fontFile: string;
  /** Pixels; a picture for each. */
  readonly widths: readonly number[];
}

/** PNG files of one SVG text, in the order of the widths. Run as a program it takes the order on its input and leaves when done. */
export function drawPng({ svg, fontFile, widths }: DrawOrder): readonly Uint8Array[] {
  const font = { loadSystemFonts: false, fontFiles: [fontFile] };
  return widths.map((value) => new Resvg(svg, { font, fitTo: { mode: "width", value } }).render().asPng());
}

async function answer(): Promise<void> {
  process.stdin.setEncoding("utf8");
  const text = (await process.stdin.toArray()).join("");
  for (const png of drawPng(JSON.parse(text) as DrawOrder)) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(png.length);
    process.stdout.write(length);
    process.stdout.write(png);
  }
}

if (import.meta.main) await answer();
