import { words as english } from "../en/words.ts";
import type { Texts } from "../english.ts";

/** Was getippt wird. Die englischen Wörter gelten auch; Antworten zeigen das erste einer Liste. */
export const words: Texts["words"] = {
  status: english.status,
  help: ["hilfe", ...english.help],
  things: ["geräte", "geraete", "dinge", ...english.things],
  who: ["wer", ...english.who],
  log: ["protokoll", ...english.log],
  mute: ["stumm", "leise", ...english.mute],
  ack: ["gesehen", "quittieren", ...english.ack],
  stop: ["stopp", "halt", ...english.stop],
  release: ["freigeben", "freigabe", ...english.release],
  pair: ["koppeln", ...english.pair],
  on: ["an", "ein", "ja", "wahr", ...english.on],
  off: ["aus", "nein", "falsch", ...english.off],
  fillers: ["auf", "ist", ...english.fillers],
  and: ["und", ...english.and],
  for: ["für", "fuer", ...english.for],
  durations: [
    { ms: 1_000, names: ["sek", "sekunde", "sekunden"] },
    { ms: 60_000, names: ["minute", "minuten"] },
    { ms: 3_600_000, names: ["std", "stunde", "stunden"] },
    { ms: 86_400_000, names: ["t", "tag", "tage", "tagen"] },
    ...english.durations,
  ],
};
