import type { Words } from "./words.ts";

/** For `eval "$(roomwire completion zsh)"` in ~/.zshrc, after compinit. */
export function zshCompletion({ commands, flags }: Words): string {
  const values = { nothing: "", file: ":file:_files", directory: ":directory:_files -/", text: ":value: " };
  const options = flags.map(({ name, takes }) => `    '--${name}${takes === "nothing" ? "" : "="}${values[takes]}'`);
  const followers = commands.flatMap(({ name, next }) =>
    next.length === 0 ? [] : [`        ${name}) compadd ${next.join(" ")} ;;`],
  );
  return `_roomwire() {
  local -a commands
  commands=(
${commands.map(({ name, does }) => `    '${name}:${does}'`).join("\n")}
  )
  _arguments \\
${options.join(" \\\n")} \\
    '1: :->command' '*: :->rest'
  case "$state" in
    command) _describe command commands ;;
    rest)
      case "$words[2]" in
${followers.join("\n")}
      esac ;;
  esac
}
compdef _roomwire roomwire`;
}
