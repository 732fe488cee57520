import type { CommandWord } from "./words.ts";

const followers: Readonly<Record<string, readonly string[]>> = {
  operators: ["show", "verify", "pair", "remove", "pin"],
  completion: ["bash", "zsh", "fish"],
};

/** The commands that a usage text lists: a small word after two spaces, then what it does. */
export function commandsOf(usage: string): readonly CommandWord[] {
  const found = new Map<string, CommandWord>();
  for (const [, name = "", does = ""] of usage.matchAll(/^ {2}(?!roomwire)([a-z]+) (?:.*? {2,}| *)(\w.*)$/gm)) {
    if (!found.has(name)) found.set(name, { name, does: firstWords(does), next: followers[name] ?? [] });
  }
  return [...found.values()];
}

/** Plain words only: they stand in quotes of three shells. */
function firstWords(text: string): string {
  return (
    text
      .split(/[,;:(]/)[0]
      ?.replaceAll(/[^\w .-]/g, "")
      .trim() ?? ""
  );
}
