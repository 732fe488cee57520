import type { Words } from "./words.ts";

/** For `eval "$(roomwire completion bash)"` in ~/.bashrc. */
export function bashCompletion({ commands, flags }: Words): string {
  const after = (takes: string, does: string): string => {
    const names = flags.flatMap((flag) => (flag.takes === takes ? [`--${flag.name}`] : [])).join("|");
    return names === "" ? "" : `    ${names}) ${does}return ;;\n`;
  };
  const followers = commands.flatMap(({ name, next }) =>
    next.length === 0 ? [] : [`    ${name}) mapfile -t COMPREPLY < <(compgen -W "${next.join(" ")}" -- "$word") ;;`],
  );
  return `_roomwire() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$before" in
${after("file", 'mapfile -t COMPREPLY < <(compgen -f -- "$word"); ')}${after("directory", 'mapfile -t COMPREPLY < <(compgen -d -- "$word"); ')}${after("text", "")}  esac
  if [[ "$word" == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${flags.map(({ name }) => `--${name}`).join(" ")}" -- "$word")
    return
  fi
  if (( COMP_CWORD == 1 )); then
    mapfile -t COMPREPLY < <(compgen -W "${commands.map(({ name }) => name).join(" ")}" -- "$word")
    return
  fi
  case "\${COMP_WORDS[1]}" in
${followers.join("\n")}
  esac
}
complete -o filenames -F _roomwire roomwire`;
}
