import type { Texts } from "../english.ts";

/** Wie der Agent sagt, wie es ihm geht. */
export const status: Texts["status"] = {
  running: (version, since) => `Roomwire ${version}, gestartet ${since}.`,
  connectionDown: (names) => `Nicht verbunden: ${names}.`,
  clock: "Die Uhr ist nicht gestellt: ich frage zurück, bevor etwas schaltet.",
  stopped: (by, since) => `GESTOPPT von ${by}, ${since}: nichts schaltet, bis es freigegeben wird.`,
  backlog: (readings, oldest) =>
    readings === 1
      ? `1 Messwert ist noch zu senden, von ${oldest}.`
      : `${readings} Messwerte sind noch zu senden, der älteste von ${oldest}.`,
  holds: (duration) => `Ginge nichts mehr hinaus, wäre noch Platz für ${duration}.`,
  holdsLong: "Ginge nichts mehr hinaus, wäre noch Platz für Jahre.",
  dropped: (readings) =>
    `${readings} ${readings === 1 ? "Messwert wurde" : "Messwerte wurden"} bisher aufgegeben: kein Platz, oder der Datenträger ist beschädigt.`,
  sends: (events, most) => `Ich sende ${events} Ereignisse je Minute; höchstens ${most} sind erlaubt.`,
  lastSent: (age) => `Der Homeserver nahm das letzte Ereignis ${age} an.`,
  neverSent: "Der Homeserver hat seit dem Start kein Ereignis angenommen.",
  farewell: {
    delayed: "Reißt die Verbindung ab, sagt es der Raum binnen 3 Minuten.",
    hourly: "Reißt die Verbindung ab, sagt es der Raum binnen 2 Stunden.",
  },
  more: (count) => `… und noch ${count}: frag nach einem Gerät mit seinem Namen.`,
  away: (age) => `Es ist nicht da, zuletzt gesehen ${age}.`,
  awayNeverSeen: "Es ist nicht da und wurde seit meinem Start nicht gesehen.",
  panel: (time) => `Stand ${time}:`,
  can: { read: "lesen", write: "setzen", invoke: "ausführen" },
};
