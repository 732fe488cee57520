import { visible } from "../core/visible.ts";

/** Whom lines are for: people, or programs that read JSON or CSV. */
export type LineForm = "text" | "json" | "csv";

/**
 * The one door from a subcommand to a terminal. Names, values and reasons are often a stranger's words: for people nothing in them
 * moves the cursor or begins a line of its own, in JSON it stands escaped, and CSV is for a file.
 */
export function printLines(output: { write(text: string): unknown }, form: LineForm): (line: string) => void {
  const shown = { text: visible, json: escapedJson, csv: (line: string) => line }[form];
  return (line) => void output.write(`${shown(line)}\n`);
}

/** JSON.stringify leaves some characters as they are that a terminal obeys, or that turn the order of what is read around. */
function escapedJson(line: string): string {
  return line.replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at))}`).join(""),
  );
}

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}
