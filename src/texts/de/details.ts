import type { Texts } from "../english.ts";

/** Was Pforte, Grenzen und Ausgänge zu einem Befehl sagen. */
export const details: Texts["details"] = {
  // src/core/event-value.ts
  "Give true or false.": "Gib true oder false an.",
  "Give a text.": "Gib einen Text an.",
  "Give one of {}.": "Gib eines von {} an.",
  "Give a text of at most {} characters.": "Gib einen Text von höchstens {} Zeichen an.",
  "Give a whole number.": "Gib eine ganze Zahl an.",
  'Give a number as a decimal string, such as "21.5".': 'Gib eine Zahl als dezimalen Text an, wie "21.5".',
  "Give at most {} digits after the point.": "Gib höchstens {} Stellen nach dem Komma an.",
  "Give at least {}.": "Gib mindestens {} an.",
  "Give at most {}.": "Gib höchstens {} an.",
  "Give a multiple of {}.": "Gib ein Vielfaches von {} an.",
  // The gate
  "The room is not known to be encrypted, so nothing in it is obeyed.":
    "Der Raum ist nicht als verschlüsselt bekannt, deshalb wird darin nichts befolgt.",
  "A text that asks for something may only be a reply.": "Ein Text, der etwas will, darf höchstens eine Antwort sein.",
  "The agent's clock is not set, so only a challenge proves that this is fresh.":
    "Die Uhr des Agenten ist nicht gestellt, deshalb beweist nur eine Rückfrage, dass es frisch ist.",
  "Only a write takes a `lease`.": "Nur beim Setzen gibt es ein `lease`.",
  "There is no such Thing.": "So ein Gerät gibt es nicht.",
  "On `all` only `stop`, `release`, `ack` and `mute` can be invoked.":
    "Auf `all` gibt es nur `stop`, `release`, `ack` und `mute`.",
  "Give a whole number of ms from 0 to {}.": "Gib eine ganze Zahl von ms von 0 bis {} an.",
  "You may not quiet the alerts of this Thing.": "Du darfst die Alarme dieses Geräts nicht zum Schweigen bringen.",
  "`ack` takes no input.": "`ack` nimmt keine Eingabe.",
  "`{}` takes no input.": "`{}` nimmt keine Eingabe.",
  "The Thing has no such action.": "So eine Aktion hat das Gerät nicht.",
  "This action takes no input.": "Diese Aktion nimmt keine Eingabe.",
  "Give a whole number of ms from 1 to {}.": "Gib eine ganze Zahl von ms von 1 bis {} an.",
  "The Thing has no such property.": "So einen Wert hat das Gerät nicht.",
  'Reading takes no input but "fresh".': 'Lesen nimmt keine Eingabe außer "fresh".',
  "The configuration names no wire value for this one.": "Die Konfiguration nennt dafür keinen Wert auf der Leitung.",
  "Give a `lease` of at most 366 days, in ms.": "Gib ein `lease` von höchstens 366 Tagen an, in ms.",
  "This is the `safe_value` already, so a `lease` would change nothing.":
    "Das ist schon der `safe_value`, ein `lease` würde nichts ändern.",
  "The command expires before it is issued.": "Der Befehl läuft ab, ehe er gegeben ist.",
  "The message is older than five minutes.": "Die Nachricht ist älter als fünf Minuten.",
  "Your rights have an end, and the agent's clock is not set.":
    "Deine Rechte haben ein Ende, und die Uhr des Agenten ist nicht gestellt.",
  "Your rights have ended.": "Deine Rechte sind abgelaufen.",
  "You may not read properties of this Thing.": "Du darfst Werte dieses Geräts nicht lesen.",
  "You may not write properties of this Thing.": "Du darfst Werte dieses Geräts nicht setzen.",
  "You may not invoke actions of this Thing.": "Du darfst Aktionen dieses Geräts nicht ausführen.",
  "You may only read.": "Du darfst nur lesen.",
  "A stop is released by an operator with `admin` for all Things.":
    "Einen Stopp gibt ein Operator mit `admin` für alle Geräte frei.",
  "The code came after more than 30 s.": "Der Code kam nach mehr als 30 s.",
  "No code was asked for here.": "Hier wurde nach keinem Code gefragt.",
  "That is not the code, and it is void now.": "Das ist nicht der Code, und er gilt jetzt nicht mehr.",
  "That is not the code; 1 try is left.": "Das ist nicht der Code; 1 Versuch bleibt.",
  "That is not the code; {} tries are left.": "Das ist nicht der Code; {} Versuche bleiben.",
  "No identity of yours is known.": "Von dir ist keine Identität bekannt.",
  "Your key stands in the configuration; only there can it be changed.":
    "Dein Schlüssel steht in der Konfiguration; nur dort lässt er sich ändern.",
  "The button pairs only who has no key pinned yet.":
    "Die Taste koppelt nur, von wem noch kein Schlüssel festgehalten ist.",
  // Limits
  "{} of {} asks for: {}. That does not hold now.": "{} von {} verlangt: {}. Das gilt jetzt nicht.",
  "Everything was stopped by {} ({}).": "Alles wurde gestoppt von {} ({}).",
  "The limits allow no less than {}.": "Die Grenzen erlauben nicht weniger als {}.",
  "The limits allow no more than {}.": "Die Grenzen erlauben nicht mehr als {}.",
  "{} is on, or it is not known to be off.": "{} ist an, oder es ist nicht sicher aus.",
  "dead_time: {} has just been switched off; possible again in {}.":
    "dead_time: {} wurde eben erst ausgeschaltet; wieder möglich in {}.",
  "min_off: possible again in {}.": "min_off: wieder möglich in {}.",
  "max_switches: possible again in {}.": "max_switches: wieder möglich in {}.",
  // Outputs
  "The value is {}.": "Der Wert ist {}.",
  "The value is not known yet.": "Der Wert ist noch nicht bekannt.",
  "The disk did not take the stop, so a restart now would forget it.":
    "Der Datenträger nahm den Stopp nicht an, ein Neustart würde ihn vergessen.",
  "Everything is stopped, but not all of it is sure yet; it is tried until it is.":
    "Alles ist gestoppt, aber noch nicht alles ist sicher; es wird versucht, bis es das ist.",
  "Everything is stopped, but not all of it is sure yet; it is tried until it is. {}":
    "Alles ist gestoppt, aber noch nicht alles ist sicher; es wird versucht, bis es das ist. {}",
  "This still says stop: {}.": "Noch verlangt dies den Stopp: {}.",
  "It could not be written down, so everything stays stopped.":
    "Es ließ sich nicht aufschreiben, deshalb bleibt alles gestoppt.",
  "It was done, but within {} this did not come true: {}.": "Es wurde getan, aber binnen {} trat dies nicht ein: {}.",
  "There is no such Thing any more.": "So ein Gerät gibt es nicht mehr.",
  "{} of {} writes were done. {}": "{} von {} Werten wurden gesetzt. {}",
  "The agent ended while it was being done.": "Der Agent endete, während es getan wurde.",
  "The agent was stopped while it was being done.": "Der Agent wurde beendet, während es getan wurde.",
  "A fault of the agent itself; see its log.": "Ein Fehler des Agenten selbst; siehe sein Log.",
  "The switch could not be written down first, so nothing was switched.":
    "Das Schalten ließ sich nicht zuvor aufschreiben, deshalb wurde nichts geschaltet.",
  "It still has to take its safe value: {}": "Noch muss der sichere Wert gesetzt werden: {}",
  "The link to the homeserver is lost, so it stays at its safe value.":
    "Die Verbindung zum Homeserver ist weg, deshalb bleibt es beim sicheren Wert.",
  "The output was set to its safe value meanwhile.": "Der Ausgang wurde inzwischen auf seinen sicheren Wert gesetzt.",
  "No value of it means off.": "Kein Wert davon bedeutet aus.",
  "{}: The value was not read back within {} s.": "{}: Der Wert wurde nicht binnen {} s zurückgelesen.",
  "The value was not read back within {} s.": "Der Wert wurde nicht binnen {} s zurückgelesen.",
  "It was switched on and should be off again, but {} did not take that yet: {} It is tried again until it does.":
    "Es wurde eingeschaltet und sollte wieder aus sein, aber {} nahm das noch nicht an: {} Es wird weiter versucht.",
  "It was ended before its time: {}.": "Es wurde vor seiner Zeit beendet: {}.",
  "The connection of the output is down.": "Der Ausgang ist nicht verbunden.",
  "The hardware did not take it.": "Die Hardware nahm es nicht an.",
  "A newer value was written meanwhile.": "Inzwischen wurde ein neuerer Wert gesetzt.",
  "It was set to its safe value meanwhile: {}.": "Inzwischen wurde der sichere Wert gesetzt: {}.",
  "The hardware did not acknowledge it in time.": "Die Hardware bestätigte es nicht rechtzeitig.",
  // Parts of these
  unavailable: "nicht da",
  stale: "veraltet",
  fault: "gestört",
  "out-of-range": "außerhalb des Bereichs",
  "a newer value was written": "ein neuerer Wert wurde gesetzt",
  "the agent started": "der Agent startete",
  "the agent stops": "der Agent wird beendet",
  "its configuration changed": "seine Konfiguration wurde geändert",
  "its lease was over": "die gesetzte Zeit war um",
  "its time was over": "seine Zeit war um",
  "it was on for as long as max_on allows": "es war so lange an, wie max_on erlaubt",
  "the link to the homeserver was lost": "die Verbindung zum Homeserver ging verloren",
  "a condition of only_while did not hold": "eine Bedingung von only_while galt nicht",
  "the agent's disk takes nothing, so nobody can command":
    "der Datenträger des Agenten nimmt nichts an, deshalb kann niemand etwas befehlen",
  "everything was stopped": "alles wurde gestoppt",
};
