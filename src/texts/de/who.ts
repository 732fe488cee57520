import type { Texts } from "../english.ts";

/** Wer was darf, und wie sicher ist, wer wer ist. */
export const who: Texts["who"] = {
  title: "Auf wen ich höre:",
  reader: "liest mit",
  rights: { read: "lesen", write: "setzen", invoke: "ausführen", admin: "verwalten" },
  onlyThings: (things) => `nur ${things}`,
  over: "Rechte abgelaufen",
  standing: {
    verified: "Schlüssel verifiziert",
    "first-use": "Schlüssel der ersten Nachricht, nicht verifiziert",
    "not-pinned": "Schlüssel noch unbekannt: kein Gehorsam",
    "identity-changed": "anderer Schlüssel als zuvor: kein Gehorsam",
  },
  more: (count) => `… und ${count} weitere.`,
};
