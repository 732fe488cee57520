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
  | ({
      /** It names this very agent. */
      readonly isAddressed: boolean;
    } & (
      | { readonly kind: "status" | "help" | "things" | "who" }
      | { readonly kind: "stop" | "release" }
      /** What was done lately; of the Thing or the time that the words behind it name. */
      | { readonly kind: "log"; readonly words: readonly string[] }
      /** Which alerts were seen, or shall not ring and for how long. */
      | { readonly kind: "ack" | "mute"; readonly words: readonly string[] }
      /** Four digits; bare ones may be just talk. */
      | { readonly kind: "code"; readonly code: string; readonly isBare: boolean }
      | { readonly kind: "pair"; readonly code: string | undefined }
      /** A name, perhaps with a value behind it. */
      | { readonly kind: "words"; readonly words: readonly string[] }
    ));

/** Reads the form of a text command: a prefix or the agent's name, then words. Bounded; never throws. */
export function parseText(body: string, names: AgentNames, words: Texts["words"], isMentioned: boolean): ParsedText {
  const text = withoutQuote(body.slice(0, 4 * longestText)).trim();
  if (codeShape.test(text)) return { kind: "code", code: text, isBare: true, isAddressed: isMentioned };
  const asked = withoutPrefix(text, names, isMentioned);
  if (asked === undefined || asked.text.length > longestText) return { kind: "chatter" };
  const typed = withoutFullStop(asked.text)
    .replaceAll("=", " ")
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (typed.length > mostWords) return { kind: "chatter" };
  return { ...formOf(typed, words), isAddressed: asked.isAddressed };
}

const codeShape = /^\d{4}$/;
const withWords = ["log", "ack", "mute"] as const;
const questions = ["status", "help", "things", "who"] as const;

function formOf(typed: readonly string[], words: Texts["words"]) {
  const [first, second] = typed;
  if (first === undefined) return { kind: "help" } as const;
  const means = (word: string | undefined, known: readonly string[]): boolean =>
    word !== undefined && known.some((candidate) => foldName(candidate) === foldName(word));
  if (typed.length === 1) {
    for (const kind of questions) if (means(first, words[kind])) return { kind };
    if (means(first, words.stop)) return { kind: "stop" } as const;
    if (codeShape.test(first)) return { kind: "code", code: first, isBare: false } as const;
  }
  if (typed.length === 2 && means(first, words.stop) && means(second, words.release)) {
    return { kind: "release" } as const;
  }
  for (const kind of withWords) if (means(first, words[kind])) return { kind, words: typed.slice(1) };
  if (means(first, words.pair)) {
    return { kind: "pair", code: typed.length === 1 ? undefined : typed.slice(1).join("") } as const;
  }
  return { kind: "words", words: typed } as const;
}

/** Older clients put the answered message before a reply, each line behind `> ` (Matrix 1.12, rich replies). */
function withoutQuote(body: string): string {
  if (!body.startsWith("> ")) return body;
  const end = body.indexOf("\n\n");
  return end === -1 ? "" : body.slice(end + 2);
}

/** What phones and habit put at the end; no name and no value ends so. */
function withoutFullStop(text: string): string {
  return text.replace(/[\s.!?\u2026]+$/u, "");
}

interface Asked {
  readonly text: string;
  /** The text names this very agent. */
  readonly isAddressed: boolean;
}

const prefix = /^[!/](?=[\p{L}\p{N}])/u;

function withoutPrefix(text: string, names: AgentNames, isMentioned: boolean): Asked | undefined {
  if (prefix.test(text)) return { text: text.slice(1), isAddressed: isMentioned };
  const rest = behindLink(text, names) ?? behindName(text, names, isMentioned);
  return rest === undefined ? undefined : { text: rest.replace(prefix, ""), isAddressed: true };
}

/** Some clients write a mention as a Markdown link to its user (Matrix spec, appendices, matrix.to navigation). */
function behindLink(text: string, { user }: AgentNames): string | undefined {
  const [whole, target = ""] =
    /^\[[^\]]{1,255}\]\(https:\/\/matrix\.to\/#\/([^)\s]{1,800})\)[:,]?\s*/u.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return target === user || target === encodeURIComponent(user) ? text.slice(whole.length) : undefined;
}

function behindName(text: string, { user, displayName }: AgentNames, isMentioned: boolean): string | undefined {
  const folded = text.toLowerCase();
  for (const name of [user, displayName, localpartWithSign(user), localpart(user)]) {
    if (name === "" || !folded.startsWith(name.toLowerCase())) continue;
    const rest = text.slice(name.length);
    if (/^\s*[:,]/u.test(rest)) return rest.replace(/^\s*[:,]\s*/u, "");
    // Clients put a mention in front as the bare name.
    const needsNoColon = name === user || isMentioned;
    if (needsNoColon && (rest === "" || /^\s/u.test(rest))) return rest.trim();
  }
  return undefined;
}

function localpartWithSign(user: UserId): string {
  return user.slice(0, user.indexOf(":"));
}

export function localpart(user: UserId): string {
  return user.slice(1, user.indexOf(":"));
}
