import type { Texts } from "../english.ts";

/** Was eine Ablehnung bedeutet und was zu tun ist, nach ihrem Code. */
export const refusals: Texts["refusals"] = {
  "unknown-room": {
    meaning: "Das Ereignis kam aus einem Raum, der nicht der des Agenten ist.",
    remedy: "Sende Befehle im Raum des Agenten.",
  },
  "not-joined": { meaning: "Der Absender ist nicht im Raum.", remedy: "Tritt dem Raum bei." },
  plaintext: {
    meaning: "Das Ereignis war nicht verschlüsselt.",
    remedy: "Sende es von einem Client mit Verschlüsselung.",
  },
  "too-large": {
    meaning: "Das Ereignis ist größer, als ein Befehl sein kann.",
    remedy: "Sende ein kleineres Ereignis.",
  },
  "over-budget": { meaning: "Zu viele Ereignisse von diesem Absender.", remedy: "Warte ein wenig." },
  relation: {
    meaning: "Ein Befehl darf sich auf kein anderes Ereignis beziehen.",
    remedy: "Sende ihn als neues Ereignis.",
  },
  edit: { meaning: "Eine Bearbeitung ändert nie einen Befehl.", remedy: "Sende eine neue Nachricht." },
  unlisted: {
    meaning: "Der Absender ist nicht als Operator eingetragen.",
    remedy: "Bitte den Eigentümer, dich unter operators einzutragen.",
  },
  "unsigned-device": {
    meaning: "Die sendende Sitzung ist von ihrem Besitzer nicht signiert.",
    remedy: "Verifiziere diese Sitzung in deinem Client.",
  },
  "not-pinned": {
    meaning: "Von diesem Operator ist noch kein Schlüssel festgehalten.",
    remedy: "Tippe !koppeln mit dem Code, den `roomwire operators pair` ausgibt, oder verifiziere durch Emoji.",
  },
  "identity-changed": {
    meaning: "Die Identität des Operators ist nicht die festgehaltene.",
    remedy: "Prüfe den neuen Hauptschlüssel, dann halte ihn fest.",
  },
  "pair-closed": {
    meaning: "Es gibt keinen Code zum Koppeln, oder er ist abgelaufen.",
    remedy: "Hol einen neuen an der Maschine: `roomwire operators pair`.",
  },
  "pair-wrong": {
    meaning: "Das ist nicht der Code.",
    remedy: "Tippe ihn, wie die Maschine ihn zeigt; nach fünf Versuchen gilt er nicht mehr.",
  },
  "untrusted-key": {
    meaning: "Für den Schlüssel der Nachricht steht sein Besitzer nicht ein.",
    remedy: "Sende sie noch einmal von einer verifizierten Sitzung.",
  },
  "forwarded-key": {
    meaning: "Der Schlüssel der Nachricht kam nicht vom Absender.",
    remedy: "Sende sie noch einmal.",
  },
  replay: { meaning: "Über diesen Text wurde schon entschieden.", remedy: "Sende einen neuen Befehl." },
  undecryptable: {
    meaning: "Der Schlüssel der Nachricht kam nicht rechtzeitig.",
    remedy: "Sende sie noch einmal.",
  },
  malformed: { meaning: "Der Befehl passt nicht zu seinem Schema.", remedy: "Siehe docs/events.md." },
  version: { meaning: "Diese Version von Befehlen wird hier nicht gesprochen.", remedy: "Nimm v: 1." },
  "wrong-agent": { meaning: "Der Befehl gilt einem anderen Agenten.", remedy: "Prüfe `agent`." },
  "wrong-room": {
    meaning: "Der Befehl nennt einen anderen Raum als den, in dem er steht.",
    remedy: "Prüfe `room_id`.",
  },
  "unknown-target": {
    meaning: "So ein Gerät, so einen Wert oder so eine Aktion gibt es nicht.",
    remedy: "Frag `!status`, was es gibt.",
  },
  "not-writable": {
    meaning: "Der Wert kann nicht gesetzt werden.",
    remedy: "Setze einen Wert, der einen Ausgang hat.",
  },
  "bad-input": {
    meaning: "Die Eingabe passt nicht zum Wert oder zur Aktion.",
    remedy: "Siehe die Beschreibung des Geräts.",
  },
  "not-addressed": {
    meaning: "Im Raum sind mehrere Agenten, und der Text nennt keinen.",
    remedy: "Erwähne den Agenten, oder schreib seinen Namen davor: `!greenhouse-pi/pumpe an`.",
  },
  "not-allowed": { meaning: "Der Operator darf das nicht.", remedy: "Bitte den Eigentümer um das Recht." },
  "rights-ended": {
    meaning: "Die Rechte des Operators sind abgelaufen, oder die Uhr, die es sagen könnte, ist nicht gestellt.",
    remedy: "Bitte den Eigentümer um ein späteres `until`.",
  },
  expired: { meaning: "Der Befehl ist zu alt.", remedy: "Sende ihn noch einmal." },
  "too-long": {
    meaning: "Der Befehl will länger als fünf Minuten gelten.",
    remedy: "Verkürze expires_at.",
  },
  "from-the-future": {
    meaning: "Der Befehl kommt nach der Uhr des Agenten aus der Zukunft.",
    remedy: "Prüfe die Uhren beider Seiten.",
  },
  challenge: {
    meaning: "Dafür braucht es eine Bestätigung, die beweist, dass es frisch ist.",
    remedy: "Wiederhole es unter einer neuen Id mit der Nonce des Ergebnisses; in einem Text: tippe den Code.",
  },
  "challenge-wrong": {
    meaning: "Diese Rückfrage galt nicht diesem Absender oder diesem Wunsch.",
    remedy: "Frag noch einmal, ohne Bestätigung.",
  },
  "challenge-used": {
    meaning: "Diese Rückfrage wurde schon beantwortet.",
    remedy: "Frag noch einmal, ohne Bestätigung.",
  },
  "challenge-expired": {
    meaning: "Die Rückfrage wurde nach mehr als 30 s beantwortet.",
    remedy: "Frag noch einmal, ohne Bestätigung.",
  },
  repeated: { meaning: "Über einen Befehl mit dieser Id wurde schon entschieden.", remedy: "Nimm eine neue Id." },
  superseded: {
    meaning: "Ein neuerer Befehl für denselben Wert kam zuvor.",
    remedy: "Nichts zu tun; der neuere gilt.",
  },
  stopping: { meaning: "Der Agent fährt herunter.", remedy: "Sende es noch einmal, wenn er wieder da ist." },
  stopped: {
    meaning: "Alles ist gestoppt; nur sichere Werte können gesetzt werden.",
    remedy: "Sieh nach, was los ist; dann sendet jemand mit `admin` `!stopp freigeben`.",
  },
  "no-lease": {
    meaning: "Der Ausgang hat keinen `safe_value`, auf den er am Ende der Zeit zurückginge.",
    remedy: "Lass die Zeit weg, oder gib dem Ausgang einen `safe_value`.",
  },
  "only-if": {
    meaning: "Eine Bedingung von `only_if` gilt nicht, oder niemand weiß, ob sie gilt.",
    remedy: "Sorge zuerst für die genannte Bedingung.",
  },
  "only-while": {
    meaning: "Eine Bedingung von `only_while` gilt nicht, oder niemand weiß, ob sie gilt.",
    remedy: "Sorge zuerst für die genannte Bedingung.",
  },
  "not-with": {
    meaning: "Ein anderer Ausgang, der nicht zugleich an sein darf, ist an oder könnte es sein.",
    remedy: "Schalte erst den anderen aus.",
  },
  "dead-time": {
    meaning: "Ein Ausgang, der nicht zugleich an sein darf, war eben noch an.",
    remedy: "Sende es nach der genannten Zeit noch einmal.",
  },
  "min-off": {
    meaning: "Der Ausgang war noch nicht lange genug aus.",
    remedy: "Sende es nach der genannten Zeit noch einmal.",
  },
  "max-switches": {
    meaning: "Der Ausgang wurde zu oft eingeschaltet.",
    remedy: "Sende es nach der genannten Zeit noch einmal.",
  },
};
