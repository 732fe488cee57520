import { AgentFault } from "../core/agent-fault.ts";
import { bashCompletion } from "./completion/bash-completion.ts";
import { commandsOf } from "./completion/commands-of.ts";
import { fishCompletion } from "./completion/fish-completion.ts";
import type { Words } from "./completion/words.ts";
import { zshCompletion } from "./completion/zsh-completion.ts";
import { usage } from "./usage.ts";

type Flag = readonly [name: string, { readonly type: "string" | "boolean" }];

/** `roomwire completion bash|zsh|fish`: prints a script for that shell. Resolves to the exit code; throws AgentFault `bad-usage`. */
export async function completion(
  words: readonly string[],
  flags: readonly Flag[],
  print: (line: string) => void,
): Promise<number> {
  const known: Words = {
    commands: commandsOf(usage),
    flags: flags.map(([name, { type }]) => ({ name, takes: type === "boolean" ? "nothing" : whatOf(name) })),
  };
  const [shell, ...more] = words;
  const script = more.length > 0 ? undefined : scripts[shell ?? ""];
  if (script === undefined) {
    throw new AgentFault("bad-usage", "Which shell?", { remedy: "roomwire completion bash, or zsh, or fish." });
  }
  for (const line of script(known).split("\n")) print(line);
  return 0;
}

const scripts: Readonly<Record<string, (words: Words) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

function whatOf(flag: string): "file" | "directory" | "text" {
  if (flag === "config" || flag.endsWith("-file")) return "file";
  return flag.endsWith("-directory") ? "directory" : "text";
}
