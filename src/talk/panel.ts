import { cutText } from "../core/cut-text.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import type { Answer } from "./answer-event.ts";
import type { Values } from "./answers/thing.ts";
import { sentence } from "./sentence.ts";
import { showValue } from "./show-value.ts";
import { stack, table } from "./table.ts";

/** Rows of one panel. */
const mostRows = 60;
/** Characters of one value: texts of devices may be long. */
const longestValue = 80;
/** UTF-16 units of body and HTML together. An edit holds the body twice, and each unit may become 4 bytes once encrypted. */
const longest = 9_000;
const longestBody = 5_000;

/** The latest values of all these Things, without ages: they would be wrong a moment later. */
export function panel(things: readonly Thing[], latest: Values["latest"], texts: Texts): Answer {
  const shown: Answer[] = [];
  let rowsLeft = mostRows;
  for (const { title, properties } of things) {
    const rows = properties.slice(0, rowsLeft);
    rowsLeft -= rows.length;
    if (rows.length === 0) continue;
    const cells = rows.map((property) => [property.title, shownValue(property, latest(property.path), texts)] as const);
    shown.push(stack([sentence(title), table(cells)]));
  }
  const left = things.reduce((sum, { properties }) => sum + properties.length, 0) - mostRows;
  return stack(left > 0 ? [...shown, sentence(texts.status.more(left))] : shown);
}

function shownValue(property: Property, reading: Reading | undefined, texts: Texts): string {
  if (reading === undefined) return texts.values.none;
  const { value, quality } = reading;
  const said = value === undefined ? "" : showValue(property, value, texts);
  const short = cutText(said, longestValue);
  return [short, texts.values.quality[quality]].filter((part) => part !== "").join(", ");
}

/**
 * An `m.notice`, or the edit of one (Matrix client-server API, event replacements): that one says it whole too, for clients
 * that know no edits. It mentions nobody, so it rings for nobody.
 */
export function panelEvent({ body, html }: Answer, edited: string | undefined): Readonly<Record<string, unknown>> {
  const isWhole = body.length <= longestBody && body.length + html.length <= longest;
  const said = cutText(body, longestBody);
  const content = {
    msgtype: "m.notice",
    body: said,
    ...(isWhole ? { format: "org.matrix.custom.html", formatted_body: html } : {}),
    "m.mentions": {},
  };
  if (edited === undefined) return content;
  return {
    msgtype: "m.notice",
    body: `* ${said}`,
    "m.mentions": {},
    "m.new_content": content,
    "m.relates_to": { rel_type: "m.replace", event_id: edited },
  };
}
