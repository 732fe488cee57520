import { foldName } from "../core/fold-name.ts";
import type { Texts } from "../texts/english.ts";
import { isNearlySame } from "./is-nearly-same.ts";

const offered = ["status", "things", "help", "who", "log", "mute", "ack", "stop", "pair"] as const;

/** The commands that a word is nearly one of, as they are typed; with the words behind it. */
export function nearWords([first = "", ...rest]: readonly string[], words: Texts["words"]): readonly string[] {
  const typed = foldName(first);
  if (typed.length < 3 || typed.length > 20) return [];
  const most = typed.length <= 4 ? 1 : 2;
  return offered.flatMap((kind) => {
    const near = words[kind].find((known) => isNearlySame(typed, foldName(known), most));
    return near === undefined ? [] : [[`!${near}`, ...rest].join(" ")];
  });
}
