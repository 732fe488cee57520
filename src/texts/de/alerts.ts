import type { Texts } from "../english.ts";

/** Wozu Leute gerufen werden und wie sie sagen, dass sie es gesehen haben. */
export const alerts: Texts["alerts"] = {
  conditions: {
    is: (name, value) => `${name} ist ${value}`,
    above: (name, limit) => `${name} liegt über ${limit}`,
    below: (name, limit) => `${name} liegt unter ${limit}`,
    outside: (name, low, high) => `${name} liegt nicht zwischen ${low} und ${high}`,
    stale: (name, duration) => `${name} meldet seit ${duration} nichts`,
    changes: (name, value) => `${name} ist jetzt ${value}`,
  },
  withValue: (text, value) => `${text} (${value})`,
  hidden: (thing) => `${thing} will angesehen werden`,
  identityChanged: (user) =>
    `${user} hat eine neue Identität, deshalb gehorche ich nicht mehr (fragt nach: war es gewollt, haltet den neuen Schlüssel an der Maschine fest; wenn nicht, gibt sich jemand für diese Person aus)`,
  halfFull: (readings) =>
    `Der Platz für wartende Messwerte ist halb voll (${readings} ${readings === 1 ? "ist" : "sind"} noch zu senden; ist er ganz voll, werden die ältesten aufgegeben)`,
  dropping: (readings) =>
    `${readings === 1 ? "1 Messwert musste aufgegeben werden, ehe er gesendet war" : `${readings} Messwerte mussten aufgegeben werden, ehe sie gesendet waren`} (es können mehr werden)`,
  linkLost: (duration) => `Ich war ${duration} lang ohne Verbindung zum Homeserver, also konnte niemand gerufen werden`,
  refused: (codes) => `Nachrichten wurden abgelehnt, siehe !protokoll: jemand versucht, was er nicht darf (${codes})`,
  several: (count) => `${count} Alarme:`,
  raised: (text, since) => `${text}, seit ${since}.`,
  happened: (text, at) => `${text}, ${at}.`,
  still: (text, since) => `Immer noch: ${text}, seit ${since}.`,
  over: (text, from, to) => `Vorbei: ${text}, ${from} bis ${to}.`,
  past: (text, from, to) => `So war es: ${text}, ${from} bis ${to}.`,
  more: (count) =>
    count === 1 ? "… und 1 weiterer: !status nennt ihn." : `… und ${count} weitere: !status nennt sie.`,
  how: "!gesehen beendet das Wiederholen, !stumm 2h das Klingeln.",
  stands: (text, since) => `ALARM: ${text}, ${since}.`,
  seen: (text, since, by) => `Alarm, gesehen von ${by}: ${text}, ${since}.`,
  muted: (name, until) => `${name}: klingelt nicht bis ${until}.`,
  everything: "Alles",
  acknowledged: "Es wird nicht mehr wiederholt; ich sage, wenn es vorbei ist.",
  nothingToAck: "Es steht kein Alarm an.",
  isMuted: (name, until) => `${name} klingelt nicht bis ${until}. !stumm aus beendet das.`,
  rings: (name) => `${name} klingelt wieder.`,
  takesThing: "!gesehen nimmt ein Gerät oder nichts.",
  takesTime: "!stumm nimmt eine Zeit bis zu 7 Tagen oder aus; davor vielleicht ein Gerät.",
  toMute: (name) => `damit ${name} nicht klingelt`,
};
