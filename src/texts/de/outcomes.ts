import type { Texts } from "../english.ts";

/** Wie das eine Ende eines Befehls gesagt wird. */
export const outcomes: Texts["outcomes"] = {
  isNow: (name, value) => `${name} ist ${value}.`,
  taken: (name, value) => `${name} wurde auf ${value} gesetzt. Nichts liest es zurück.`,
  lasting: (value, duration) => `${value} für ${duration}`,
  underWay: (name) => `${name}: läuft. Ich sage, wenn es vorbei ist.`,
  ran: (name) => `${name}: getan.`,
  stopped: "Alles ist sicher gesetzt. Nichts schaltet, bis es freigegeben wird.",
  released: "Freigegeben: es darf wieder geschaltet werden.",
  everything: "Alles",
  refused: (detail, remedy) => `Abgelehnt: ${detail} ${remedy}`,
  failed: (name, detail) => `${name}: nicht getan. ${detail}`,
  unknown: (name, detail) => `${name}: unbekannt, ob es getan wurde. ${detail} Sieh nach, dann versuch es noch einmal.`,
  notRead: (name, detail) => `${name} – ${detail}`,
  leftOut: (total, codes) =>
    total === 1
      ? `1 weitere Nachricht wurde abgelehnt (${codes}).`
      : `${total} weitere Nachrichten wurden abgelehnt (${codes}).`,
};
