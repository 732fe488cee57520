import type { Texts } from "../english.ts";

/** Was ungefragt gesagt wird. */
export const notices: Texts["notices"] = {
  ownIdentity:
    "Meine Identität beim Homeserver wurde ersetzt. Ich kann nichts mehr senden, und wer an meiner Stelle antwortet, bin nicht ich. Jemand muss an der Maschine nach mir sehen.",
  unsignedSession: "Verifiziere diese Sitzung, um mich zu benutzen: bis dahin kann ich ihr nicht antworten.",
  commands: {
    status: { does: "Wie es dem Agenten geht, und alle Werte", parameters: {} },
    things: { does: "Die Geräte und was sie können", parameters: {} },
    read: {
      does: "Ein Wert oder alle eines Geräts; mit einer Zeit ein Diagramm",
      parameters: { what: "Gerät oder Eigenschaft", back: "Wie weit zurück, etwa 24h" },
    },
    set: {
      does: "Setzt etwas",
      parameters: { what: "Was gesetzt wird", to: "Auf was, etwa an oder 21,5", time: "Wie lange, etwa 10m" },
    },
    stop: { does: "Setzt sofort alles sicher, bis es freigegeben wird", parameters: {} },
    who: { does: "Wer was darf", parameters: {} },
    log: { does: "Was zuletzt getan wurde", parameters: { about: "Gerät, oder eine Zeit wie 24h" } },
    ack: { does: "Sagt, dass du gesehen hast, was klingelte", parameters: { thing: "Nur von welchem Gerät" } },
    mute: {
      does: "Lässt Alarme nicht klingeln",
      parameters: { thing: "Nur von welchem Gerät", time: "Wie lange, etwa 2h; aus beendet es" },
    },
    help: { does: "Was man tippen kann", parameters: {} },
  },
};
