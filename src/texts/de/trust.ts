import type { Texts } from "../english.ts";

/** Was darüber gesagt wird, wer wer ist. */
export const trust: Texts["trust"] = {
  paired: (user, key) => `Gekoppelt: ab jetzt kenne ich ${user} am Schlüssel ${key}.`,
  alreadyPaired: "Ich kenne dich schon.",
  firstUse: (user, key) =>
    `Erste Nachricht: ab jetzt kenne ich ${user} am Schlüssel ${key}. Niemand hat bewiesen, dass es der richtige ist.`,
  joined: (users, more) =>
    `Nicht eingetragen, aber im Raum: ${users}${more === 0 ? "" : ` und noch ${more}`}. Wer darin ist, kann ab jetzt lesen, was ich sende.`,
  status: {
    notPinned: (users) => `Kein Schlüssel festgehalten, kein Gehorsam: ${users}.`,
    firstUse: (users) => `Nicht verifiziert, bei der ersten Nachricht festgehalten: ${users}.`,
    identityChanged: (users) => `Andere Identität als die festgehaltene, kein Gehorsam: ${users}.`,
    unlisted: (users) => `Im Raum, ohne eingetragen zu sein: ${users}.`,
    silencing: (users) => `Solange sie im Raum sind, wird nichts gesendet: ${users}.`,
    ownReplaced: "Meine eigene Identität wurde ersetzt: seht an der Maschine nach mir.",
  },
};
