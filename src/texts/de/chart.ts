import type { Texts } from "../english.ts";

/** Was in und neben einem Bild von Gemessenem steht. */
export const chart: Texts["chart"] = {
  locale: "de-DE",
  range: (least, greatest, last) => `${least} bis ${greatest}, zuletzt ${last}`,
  last: (value) => `zuletzt ${value}`,
  nothing: "in dieser Zeit wurde nichts aufgezeichnet",
  tooManyWords: "zu viele verschiedene Texte für ein Bild",
  bounds: "Ein Bild zeigt 1 h bis 30 d, etwa !temperatur 24h.",
  tooMany: (most) => `Ein Bild zeigt höchstens ${most} Eigenschaften.`,
  more: (count) =>
    `${count === 1 ? "1 weitere hat hier keinen Platz; frag nach ihr" : `${count} weitere haben hier keinen Platz; frag nach ihnen`} mit Namen.`,
  nothingToDraw: (name) => `${name} hat nichts, was gemessen wird.`,
  busy: "Ich zeichne noch andere Bilder. Frag in einer Minute noch einmal.",
  noPicture: (why) => `Kein Bild: ${why}.`,
  why: {
    room: "es darf nur in einen verschlüsselten Raum, in dem jeder mithören darf",
    drawing: "es ließ sich nicht zeichnen",
    "too-large": "der Homeserver nimmt nichts so Großes",
    homeserver: "der Homeserver nahm es nicht an",
  },
};
