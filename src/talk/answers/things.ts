import type { Property } from "../../core/property.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { stack, table } from "../table.ts";

/** Rows of one answer. */
const mostRows = 80;

/** `!things`: the paths that can be typed and what can be done with each. */
export function things(all: readonly Thing[], texts: Texts): Answer {
  if (all.length === 0) return sentence(texts.questions.nothingReadable);
  const rows = all.flatMap((thing) => [
    ...thing.properties.map((property) => [property.path, abilities(property, texts)] as const),
    ...thing.actions.map(({ name }) => [`${thing.id}/${name}`, texts.status.can.invoke] as const),
  ]);
  const left = rows.length - mostRows;
  const shown = table(rows.slice(0, mostRows));
  return left > 0 ? stack([shown, sentence(texts.status.more(left))]) : shown;
}

function abilities({ from, to }: Property, { status: { can } }: Texts): string {
  return [...(from === undefined ? [] : [can.read]), ...(to === undefined ? [] : [can.write])].join(", ");
}
