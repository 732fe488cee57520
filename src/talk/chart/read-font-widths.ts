import { AgentFault } from "../../core/agent-fault.ts";
import type { FontWidths } from "./font-widths.ts";

/**
 * Reads what each character takes from a TrueType file (OpenType 1.9: tables head, hhea, hmtx, and a cmap of format 4).
 * Kerning is left out, which makes a text at most a little narrower. Throws AgentFault `internal` for any other file.
 */
export function readFontWidths(file: Uint8Array): FontWidths {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const table = (tag: string): number => tableOf(view, tag) ?? unreadable(`no table ${tag}`);
  const perEm = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const widths = table("hmtx");
  const cmap = table("cmap");
  const map = segmentMap(view, cmap);
  const widthOfGlyph = (glyph: number): number => view.getUint16(widths + 4 * Math.min(glyph, metrics - 1)) / perEm;
  return {
    widthOf: (text) => [...text].reduce((sum, one) => sum + widthOfGlyph(glyphOf(view, map, one)), 0),
    knows: (text) => [...text].every((one) => glyphOf(view, map, one) !== 0),
  };
}

function tableOf(view: DataView, tag: string): number | undefined {
  const count = view.getUint16(4);
  for (let place = 12; place < 12 + 16 * count; place += 16) {
    const name = [0, 1, 2, 3].map((at) => String.fromCharCode(view.getUint8(place + at))).join("");
    if (name === tag) return view.getUint32(place + 8);
  }
  return undefined;
}

/** Where the subtable of format 4 begins. */
function segmentMap(view: DataView, cmap: number): number {
  const count = view.getUint16(cmap + 2);
  for (let at = 0; at < count; at++) {
    const place = cmap + view.getUint32(cmap + 4 + 8 * at + 4);
    if (view.getUint16(place) === 4) return place;
  }
  return unreadable("no cmap of format 4");
}

/** 0: the font has none for it. */
function glyphOf(view: DataView, map: number, character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff || code < 0x20) return 0;
  const twice = view.getUint16(map + 6);
  const [ends, starts] = [map + 14, map + 16 + twice];
  for (let at = 0; at < twice; at += 2) {
    if (view.getUint16(ends + at) < code) continue;
    if (view.getUint16(starts + at) > code) return 0;
    const delta = view.getUint16(starts + twice + at);
    const rangePlace = starts + 2 * twice + at;
    const range = view.getUint16(rangePlace);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = view.getUint16(rangePlace + range + 2 * (code - view.getUint16(starts + at)));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function unreadable(what: string): never {
  throw new AgentFault("internal", `The font of the charts cannot be read: ${what}.`);
}
