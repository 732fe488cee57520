/** What drawing must know of the font in which a picture is drawn. */
export interface FontWidths {
  /** Width of a text, in parts of the font's size. */
  widthOf(text: string): number;
  /** Whether the font has every character of it. */
  knows(text: string): boolean;
}

/** Three dots, for what is left out. */
const ellipsis = "…";

/** A text that fits a width at that size: shortened where it must be. Characters that the font does not have are `?`. */
export function fitText(text: string, size: number, width: number, font: FontWidths): string {
  const characters = [...text.normalize("NFC").slice(0, longestText)].map((one) => (font.knows(one) ? one : "?"));
  const whole = characters.join("");
  if (font.widthOf(whole) * size <= width) return whole;
  for (let length = characters.length - 1; length > 0; length--) {
    const short = `${characters.slice(0, length).join("").trimEnd()}${ellipsis}`;
    if (font.widthOf(short) * size <= width) return short;
  }
  return ellipsis;
}

/** UTF-16 units that are looked at: more never fit. */
const longestText = 200;
