import type { Texts } from "../english.ts";

/** Was getippt werden kann, und was es bewirkt. */
export const help: Texts["help"] = {
  title: "Was du fragen kannst",
  forms: [
    { form: "!status", does: "wie es dem Agenten geht, und alle Werte" },
    { form: "!geräte", does: "die Geräte und was sie können" },
    { form: "!wer", does: "wer was darf" },
    { form: "!protokoll", does: "was zuletzt getan wurde" },
    { form: "!protokoll gewächshaus", does: "dasselbe von einem Gerät" },
    { form: "!protokoll 24h", does: "dasselbe aus so langer Zeit" },
    { form: "!hilfe", does: "diese Liste" },
    { form: "!gewächshaus", does: "alle Werte eines Geräts" },
    { form: "!temperatur", does: "ein Wert" },
    { form: "!temperatur 24h", does: "ein Bild, 1 h bis 30 d zurück" },
    { form: "!temperatur feuchte 7d", does: "ein Bild von mehreren" },
    { form: "!gewächshaus 24h", does: "ein Bild eines Geräts" },
    { form: "!pumpe an", does: "setzt einen Wert" },
    { form: "!sollwert 21,5", does: "setzt eine Zahl" },
    { form: "!pumpe an für 10m", does: "setzt ihn für eine Zeit, dann zurück auf den sicheren Wert" },
    { form: "!gießen", does: "führt eine Aktion aus" },
    { form: "!gießen 30s", does: "dasselbe für so lange" },
    { form: "!gesehen", does: "sagt, dass du sahst, was klingelte: es wird nicht wiederholt" },
    { form: "!stumm 2h", does: "lässt Alarme so lange nicht klingeln" },
    { form: "!stumm gewächshaus 2h", does: "dasselbe von einem Gerät" },
    { form: "!stumm aus", does: "lässt sie wieder klingeln" },
    { form: "!stopp", does: "setzt sofort alles sicher, bis es freigegeben wird" },
    { form: "!stopp freigeben", does: "lässt wieder schalten" },
    { form: "4821", does: "der Code, nach dem ich gefragt habe" },
    { form: "!gewächshaus pumpe an", does: "dasselbe mit vollem Namen" },
    { form: "!gewächshaus/pumpe an", does: "dasselbe mit seinem Pfad" },
    { form: "!koppeln CODE", does: "macht dich bekannt, mit dem Code, den die Maschine zeigt" },
  ],
  footer:
    "Ein Name kann eine Id, ein Titel oder ein Alias sein; Groß- und Kleinschreibung, Leerzeichen und Akzente sind egal. Statt ! geht / oder mein Name mit Doppelpunkt. Auch die englischen Wörter gelten.",
};
