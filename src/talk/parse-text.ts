import { foldName } from "../core/fold-name.ts";
import type { UserId } from "../core/ids.ts";
import type { Texts } from "../texts/english.ts";

/** Longest text that is looked at, in UTF-16 units, and most words of it. */
const longestText = 500;
const mostWords = 24;

/** What a text is addressed with, besides `!` and `/`. */
export interface AgentNames {
  readonly user: UserId;
  readonly displayName: string;
}

export type ParsedText =
  /** Not for the agent. */
  | { readonly kind: "chatter" }
  | { readonly kind: "status" | "help" | "things" }
  | { readonly kind: "pair"; readonly code: string | undefined }
  /** A name, perhaps with a value behind it. */
  | { readonly kind: "words"; readonly words: readonly string[] };

/** Reads the form of a text command: a prefix or the agent's name, then words. Bounded; never throws. */
export function parseText(body: string, names: AgentNames, words: Texts["words"]): ParsedText {
  const asked = withoutPrefix(withoutQuote(body.slice(0, 4 * longestText)).trim(), names);
  if (asked === undefined || asked.length > longestText) return { kind: "chatter" };
  const typed = asked
    .replaceAll("=", " ")
    .split(/\s+/u)
    .filter((word) => word !== "");
  const [first] = typed;
  if (first === undefined) return { kind: "help" };
  if (typed.length > mostWords) return { kind: "chatter" };
  if (words.pair.some((word) => foldName(word) === foldName(first))) {
    return { kind: "pair", code: typed.length === 1 ? undefined : typed.slice(1).join("") };
  }
  if (typed.length === 1) {
    for (const kind of ["status", "help", "things"] as const) {
      if (words[kind].some((word) => foldName(word) === foldName(first))) return { kind };
    }
  }
  return { kind: "words", words: typed };
}

/** Older clients put the answered message before a reply, each line behind `> ` (Matrix 1.12, rich replies). */
function withoutQuote(body: string): string {
  if (!body.startsWith("> ")) return body;
  const end = body.indexOf("\n\n");
  return end === -1 ? "" : body.slice(end + 2);
}

function withoutPrefix(text: string, { user, displayName }: AgentNames): string | undefined {
  if (/^[!/][\p{L}\p{N}]/u.test(text)) return text.slice(1);
  const folded = text.toLowerCase();
  for (const name of [user, displayName, user.slice(0, user.indexOf(":")), user.slice(1, user.indexOf(":"))]) {
    if (name === "" || !folded.startsWith(name.toLowerCase())) continue;
    const rest = text.slice(name.length);
    if (/^\s*[:,]/u.test(rest)) return rest.replace(/^\s*[:,]\s*/u, "");
    if (name === user && (rest === "" || /^\s/u.test(rest))) return rest.trim();
  }
  return undefined;
}
