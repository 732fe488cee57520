import type { Texts } from "../english.ts";

/** Was ungefragt gesagt wird. */
export const notices: Texts["notices"] = {
  ownIdentity:
    "Meine Identität beim Homeserver wurde ersetzt. Ich kann nichts mehr senden, und wer an meiner Stelle antwortet, bin nicht ich. Jemand muss an der Maschine nach mir sehen.",
  unsignedSession: "Verifiziere diese Sitzung, um mich zu benutzen: bis dahin kann ich ihr nicht antworten.",
};
