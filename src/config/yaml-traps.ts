import type { ErrorCode } from "yaml";

/** Where YAML means something else than what a person typed: what it took it for, and the remedy. */
export const yamlTraps = {
  alias: 'a word that begins with * is a YAML alias, which is not read here; if it is text, put it in quotes ("*")',
  anchor: "a word that begins with & is a YAML anchor, which is not read here; if it is text, put it in quotes",
  tag: "YAML tags are not read here; leave the tag out, or put the text in quotes",
  merge: 'merge keys ("<<") are not read here; write the keys out',
  key: "this is not a key; a key is a plain word, or text in quotes",
  depth: "the file is nested too deeply",
  number: (text: string) =>
    `${text} is not a number in plain decimal digits; write it out, or put it in quotes if it is text`,
} as const;

const parserSentences: Partial<Record<ErrorCode, string>> = {
  TAG_RESOLVE_FAILED: "text that begins with ! is taken for a YAML tag; put it in quotes",
  BAD_ALIAS: yamlTraps.alias,
  TAB_AS_INDENT: "a tab is used as indentation; use spaces",
  MULTIPLE_DOCS: "the file holds several YAML documents; keep one and remove the line with ---",
  BAD_DIRECTIVE: "a line that begins with % is taken for a YAML directive; put the text in quotes",
  MULTIPLE_ANCHORS: yamlTraps.anchor,
  MULTIPLE_TAGS: yamlTraps.tag,
  BLOCK_AS_IMPLICIT_KEY:
    "a second colon stands on this line; put the text in quotes, or start the inner keys on a line of their own",
  BAD_INDENT: "the indentation does not fit; keys of one level begin in the same column, and brackets must be closed",
};

/** One sentence with a remedy for what the parser complains of. */
export function explainYaml(
  complaint: { readonly code: ErrorCode; readonly message: string; readonly pos: readonly [number, number] },
  text: string,
): string {
  if (complaint.code === "BAD_SCALAR_START") {
    return `text that begins with ${text.charAt(complaint.pos[0])} must stand in quotes; put it in quotes`;
  }
  if (/stack/i.test(complaint.message)) return yamlTraps.depth;
  return parserSentences[complaint.code] ?? `YAML: ${lowerFirst(complaint.message)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
