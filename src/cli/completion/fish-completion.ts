import type { Words } from "./words.ts";

/** For `roomwire completion fish > ~/.config/fish/completions/roomwire.fish`. */
export function fishCompletion({ commands, flags }: Words): string {
  const values = { nothing: "", file: " -r -F", directory: " -r -a '(__fish_complete_directories)'", text: " -x" };
  return [
    "complete -c roomwire -f",
    ...commands.map(({ name, does }) => `complete -c roomwire -n __fish_use_subcommand -a ${name} -d '${does}'`),
    ...commands.flatMap(({ name, next }) =>
      next.length === 0 ? [] : [`complete -c roomwire -n '__fish_seen_subcommand_from ${name}' -a '${next.join(" ")}'`],
    ),
    ...flags.map(({ name, takes }) => `complete -c roomwire -l ${name}${values[takes]}`),
  ].join("\n");
}
