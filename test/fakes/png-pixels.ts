import { inflateSync } from "node:zlib";

/** Four bytes a pixel: red, green, blue, opacity; row by row from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Undoes a PNG of 8 bit RGBA without interlace (PNG specification, filtering). */
export function pngPixels(png: Uint8Array): Pixels {
  const file = Buffer.from(png);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (file[24] !== 8 || file[25] !== 6) throw new Error("no PNG of 8 bit RGBA");
  const packed: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString("latin1", at + 4, at + 8) === "IDAT")
      packed.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(packed));
  const row = 4 * width;
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x++) {
      const left = x >= 4 ? (bytes[y * row + x - 4] ?? 0) : 0;
      const up = y > 0 ? (bytes[(y - 1) * row + x] ?? 0) : 0;
      const corner = x >= 4 && y > 0 ? (bytes[(y - 1) * row + x - 4] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      bytes[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return { width, height, bytes };
}

/** Pixels of each colour, as `#rrggbb`. */
export function coloursOf({ bytes }: Pixels): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  for (let at = 0; at < bytes.length; at += 4) {
    const colour = `#${Buffer.from(bytes.subarray(at, at + 3)).toString("hex")}`;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
