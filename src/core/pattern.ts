import { RE2JS } from "re2js";

/** A pattern that matches in time linear to the text, whatever the pattern and whoever wrote the text. */
export interface Pattern {
  /** Names of its groups, `(?<name>…)`. */
  readonly groups: readonly string[];
  /** Looks for the leftmost match anywhere: the matched groups by name, the whole as "0"; undefined when there is none. */
  match(text: string): ReadonlyMap<string, string> | undefined;
}

export type CompiledPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly problem: string };

const longest = 1024;

/** The only door to re2js (RE2 syntax). `problem` is one sentence with the remedy. */
export function compilePattern(text: string): CompiledPattern {
  if (text.length > longest)
    return { ok: false, problem: `The pattern is longer than ${longest} characters; shorten it.` };
  const refused = refusedSyntax(text);
  if (refused !== undefined) return { ok: false, problem: refused };
  try {
    return { ok: true, pattern: patternOf(RE2JS.compile(text)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problem: `The pattern cannot be read (${reason}); write it in RE2 syntax.` };
  }
}

function patternOf(compiled: RE2JS): Pattern {
  const groups = Object.keys(compiled.namedGroups());
  return {
    groups,
    match(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return undefined;
      const found = new Map<string, string>([["0", matcher.group() ?? ""]]);
      for (const name of groups) {
        const value = matcher.group(name);
        if (value !== null) found.set(name, value);
      }
      return found;
    },
  };
}

/** What RE2 has no linear-time way for; escapes and character classes are passed over. */
function refusedSyntax(text: string): string | undefined {
  const bare = text.replace(/\\Q[\s\S]*?(?:\\E|$)/g, "");
  const tokens = bare.matchAll(/\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\\k<|\\[\s\S]|\(\?<?[=!]/g);
  for (const [token] of tokens) {
    if (token.startsWith("(?")) {
      return "The pattern looks ahead or behind, which is not possible here; match what stands around the value and name the part you want with (?<name>…).";
    }
    if (token === "\\k<" || /^\\[1-9]$/.test(token)) {
      return "The pattern refers back to an earlier group, which is not possible here; write the repeated part out.";
    }
  }
  return undefined;
}
