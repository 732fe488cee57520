import { foldName } from "../core/fold-name.ts";
import { reservedIds } from "../core/ids.ts";
import { words as german } from "../texts/de/words.ts";
import type { Configuration } from "./configuration.ts";

/** Folded words that are commands in that language, so that nothing can be called so. */
export function reservedWords(language: Configuration["language"]): ReadonlySet<string> {
  const { help, things, who, log, mute, ack, stop, pair } = german;
  const more = language === "de" ? [help, things, who, log, mute, ack, stop, pair].flat() : [];
  return new Set([...reservedIds, ...more.map(foldName)]);
}
