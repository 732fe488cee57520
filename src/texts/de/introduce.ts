import type { Texts } from "../english.ts";

/** Was der Agent von sich aus sagt. */
export const introduce: Texts["introduce"] = {
  hello: (name, things) => `Ich bin ${name}, ein Agent von Roomwire, und kümmere mich um: ${things}.`,
  noThings: "noch nichts",
  more: (count) => `noch ${count}`,
  how: "!hilfe sagt, was ich verstehe, !status, wie alles steht.",
  data: "Was Programme lesen, geht in einen eigenen Raum: tritt ihm bei oder nicht, und schalte ihn stumm.",
  newcomers: "Für alle, die eben beigetreten sind, der Stand:",
};
