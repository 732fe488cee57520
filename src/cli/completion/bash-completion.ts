import type { Words } from "./words.ts";

/** For `eval "$(roomwire completion bash)"` in ~/.bashrc. */
export function bashCompletion({ commands, flags }: Words): string {
  const names = (takes: string): string =>
    flags.flatMap((flag) => (flag.takes === takes ? [`--${flag.name}`] : [])).join("|");
  const followers = commands.flatMap(({ name, next }) =>
    next.length === 0 ? [] : [`    ${name}) mapfile -t COMPREPLY < <(compgen -W "${next.join(" ")}" -- "$word") ;;`],
  );
  return `_roomwire() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$before" in
    ${names("file")}) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    ${names("directory")}) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    ${names("text")}) return ;;
  esac
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
