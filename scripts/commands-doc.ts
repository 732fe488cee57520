import { refusalCodes } from "../src/core/refusal-codes.ts";
import { english } from "../src/texts/english.ts";

const rules = [
  "The room, the sender's place in it, and how the event relates to others.",
  "The sender's device and identity.",
  "The key that encrypted the message, and that it is not a repetition.",
  "The envelope, the target and the input.",
  "The operator's rights.",
  "Freshness, on the agent's own clock.",
  "The command's id, and other commands.",
];

/** The text of docs/commands.md, from the sources that the agent itself uses. */
export function commandsDoc(): string {
  const { forms, footer } = english.help;
  return `# Commands

<!-- Written by scripts/emit-commands-doc.ts; change the sources, not this page. -->

A command is either a \`dev.roomwire.command\` event ([events.md](events.md)) or a text that an operator types. Both pass
the same gate, and each command has exactly one end: \`done\`, \`refused\`, \`failed\` (certainly not done) or \`unknown\`
(it may or may not have been done).

## What can be typed

${tableOf(
  ["Text", "Does"],
  forms.map(({ form, does }) => [`\`${form}\``, does]),
)}

${footer} Where a name could mean several things, or is only nearly
right, the agent asks back and nothing moves.

## What a text may do

A text carries no authenticated time: a homeserver may hold it back for hours. So a text may only read, write an output's
\`safe_value\`, or write a property that has \`max_on\` and is not \`critical\`. For all else say \`ask: never\` at the property,
or send a command event, which carries its time. A text older than five minutes is refused, as far as that can be seen.

## Why a command is refused

The rules are checked in this order, and the first that does not hold is told. Refusals are told to listed operators
only, five at once and then one in ten seconds; the rest is counted and told in one line.

${rules.map((rule, index) => section(index + 1, rule)).join("\n\n")}
`;
}

function section(number: number, rule: string): string {
  const rows = Object.entries(refusalCodes)
    .filter(([, entry]) => entry.rule === number)
    .map(([code, { meaning, remedy }]) => [`\`${code}\``, meaning, remedy]);
  return `### ${number}. ${rule}\n\n${tableOf(["Code", "Meaning", "What to do"], rows)}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n");
}
