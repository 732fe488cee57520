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
  "The limits of the output, judged when it is about to be written. What is at rest may always be written.",
];

/** The text of docs/commands.md, from the sources that the agent itself uses. */
export function commandsDoc(): string {
  const { forms, footer } = english.help;
  return `# Commands

<!-- Written by scripts/emit-commands-doc.ts; change the sources, not this page. -->

A command is either a \`dev.roomwire.command\` event ([events.md](events.md)) or a text that an operator types. Both pass
the same gate.

## What can be typed

${tableOf(
  ["Text", "Does"],
  forms.map(({ form, does }) => [`\`${form}\``, does]),
)}

${footer} Where a name could mean several things, or is only nearly
right, the agent asks back and nothing moves. A time is \`30s\`, \`10m\`, \`10 min\`, \`2h\` or \`1 h 30 min\`.

Where several agents are in a room (each says so itself, in \`dev.roomwire.agent\`), a text that moves something must name one:
by a mention, by the agent's name in front, or by the agent's name before the Thing, as in \`!greenhouse-pi/pump on\` and \`!mute greenhouse-pi/greenhouse 2h\`. Otherwise
it is nobody's: no agent does it, and none says anything. Reading, \`!status\`, \`!things\`, \`!who\`, \`!log\`, \`!help\`, \`!ack\` and \`!stop\` need no name:
who shouts stop means all.

## The one end of a command

| End | Means |
| --- | --- |
| \`done\` | It was done. \`confirmed\` says what shows it: the \`property\` itself was read back, only the \`driver\` took it, or \`none\`. |
| \`refused\` | Nothing was done, and the code says why. |
| \`failed\` | It was tried and is certainly not done. |
| \`unknown\` | It may or may not have been done: \`unconfirmed\`, or \`interrupted\` because the agent ended meanwhile. |

A command event gets one final result, and \`accepted\` before it where that takes longer than 3 s. A text gets one notice,
and one before it that it is under way where something moves for longer than that.
Results are counted in \`seq\`: a gap means that one is missing.

Each command is written to disk before anything moves. What was begun and has no end when the agent starts again, or
comes back to its room because its disk takes what is written again, ends as
\`unknown\`, \`interrupted\`. It is never repeated, not even a write that would do no harm twice: outputs were set to their
\`safe_value\` at the start, and whoever wants it otherwise says so again. The same event told twice by the homeserver is passed
over; another event with the id of a command that was judged is \`repeated\`.

Commands for one Thing are carried out one after the other, those for different Things at once, reads at once. Of several
waiting writes to one property the newest counts, and the others end as \`superseded\`. A write of an output's \`safe_value\` goes
ahead of what waits for its Thing and supersedes whatever would still write that output. \`stop\` goes past everything. A command
that waited longer than five minutes, or past its \`expires_at\`, is refused and not done late. At the moment of acting the
sender's session, identity and pin, the place in the room, the right and its end are judged once more (but for
\`stop\`, which waits for nothing): who leaves or is banned loses at once what still waits.

## On everything

\`stop\` and \`release\` are invoked on the Thing \`all\`; as texts \`!stop\` and \`!stop release\`. \`stop\` sets every output to its
\`safe_value\` and keeps it so until \`release\`. Whoever may write, invoke or administer anything may stop; nothing asks back.
\`release\` needs the right \`admin\` for all Things.

## Alerts

\`ack\` and \`mute\` are invoked on a Thing or on \`all\`; as texts \`!ack\`, \`!mute 2h\`. \`ack\` says that the alerts that were told
have been seen, so that they are not repeated; \`mute\`, with its time in ms as \`input\` (at most 7 days; 0 ends it), keeps them from ringing
([alerts.md](alerts.md)). Both take a right to \`write\`, \`invoke\` or \`admin\` for the Thing; on \`all\` they reach the
Things that the sender has the rights for. Nothing moves by them, so they do not wait for what does.

## For a time

A write may have a \`lease\` in ms (\`!pump on for 10m\`): then the output goes back to its \`safe_value\`. It takes at most 366 days,
and makes no sense for the \`safe_value\` itself. An action that switches something on for a time takes another time as its
\`input\` in ms (\`!water 30s\`), up to the \`maximum\` that its description tells.

## Rights

| Right | Allows |
| --- | --- |
| \`read\` | reading, \`!status\`, \`!things\`, \`!who\`, \`!log\` |
| \`write\` | writing properties, \`stop\`, \`ack\` and \`mute\` |
| \`invoke\` | actions, \`stop\`, \`ack\` and \`mute\` |
| \`admin\` | \`stop\` and \`release\`, \`ack\` and \`mute\` |

Rights are those of the configuration, for the Things named there; the room gives none. With \`until\` they end at that time. Whether
it has come cannot be told while the clock is not trusted, so until then they count as ended.

## What has to be asked back for

A command event carries its own time, within which it counts: \`expires_at\` at most five minutes after \`issued_at\`, \`issued_at\` at
most 5 s ahead of the agent's clock. A challenge is needed for an action that switches something on for a time, for what is
\`critical\` (but not for writing its \`safe_value\`), for \`ask: always\`, and for everything that moves or mutes while the clock is not
trusted; only \`stop\` and \`ack\` never need one. The agent then refuses with the code \`challenge\` and a nonce: 128 random bits, for this sender and this very
wish, good once and for 30 s on the agent's monotonic clock, unknown after a restart or a reload. The sender repeats the wish under a new id with
that \`challenge\`; \`roomwire send\` does so by itself. While the clock is not trusted a valid challenge stands in for
\`issued_at\` and \`expires_at\`, of which then only the difference is judged.

A text carries no authenticated time: a homeserver may hold it back for hours. Without asking back it may only read, stop, acknowledge alerts, end a mute,
write an output's \`safe_value\`, or, with a trusted clock, write a property that has \`max_on\` and is not \`critical\`. For all else
the agent asks with four digits, and does it when the same operator types them in the same room: once, within 30 s, with three tries.
At most one such question is open per operator; a newer one takes its place. \`ask: never\` at a property or action leaves the
question out, unless it is \`critical\` or the clock is not trusted; \`ask: always\` always asks. A text older than five minutes is
refused, as far as that can be seen.

With \`clock: auto\` the clock is trusted while the system says that it is synchronised, and not while it is before the newest time
that the agent has ever seen (or before this version was made), nor after it stepped back by more than 5 s, until it has passed
what was seen.

## How much is looked at

Before anything is decrypted or kept: events of people who are not operators are left out, as are those over 16,384
characters. Each operator has a budget of their own, 200 events at once and then 20 a second, and 300 that wait; nobody can use
up another's. What is left out is counted, with one line in the log and one note in the audit: for the first at once, for the
rest once a minute. Of each operator eight
events are judged at a time before it is the others' turn. 100 events of one sender may wait for their keys, each at most five minutes.

After an absence or a flood a homeserver tells only the newest events of a room and leaves out the others. The agent reads them back, in
order, each once: from the last event it has, but at most five minutes (while its clock is trusted), 1,000 events of anybody and 12 MiB; what
is older would be refused in any case. Where the homeserver does not give them, /sync is asked again twice, then the agent goes on
without them. Whatever is missing is told in the log.

## Why a command is refused

The rules are checked in this order, and the first that does not hold is told. Refusals are told to listed operators
only, five at once and then one in ten seconds; the rest is counted and told in one line. Asking back has a budget of its own:
ten at once per operator, then one a second.

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
