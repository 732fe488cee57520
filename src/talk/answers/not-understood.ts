import { cutText } from "../../core/cut-text.ts";
import type { Property } from "../../core/property.ts";
import { showUnit } from "../../core/unit.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { escapeHtml } from "../escape-html.ts";
import { sentence } from "../sentence.ts";
import { showNumber } from "../show-value.ts";
import { stack } from "../table.ts";

/** Longest piece of a person's own text that is said back. */
const longestEcho = 60;
/** Words of an enum that are listed. */
const mostWords = 20;

/** Nothing here has that name. */
export function notUnderstood(typed: string, { questions }: Texts): Answer {
  return sentence(questions.notUnderstood(echo(typed)));
}

/** Asks back which of several is meant, each as the whole command that would say so. */
export function askWhich(
  kind: "several" | "near",
  typed: string,
  commands: readonly string[],
  { questions }: Texts,
): Answer {
  const asked = sentence(questions[kind](echo(typed)));
  const html = commands.map((command) => `<li><code>${escapeHtml(command)}</code></li>`).join("");
  return stack([asked, { body: commands.join("\n"), html: `<ul>${html}</ul>` }]);
}

/** The value is none of this property; says what would be. */
export function wrongValue(name: string, property: Property, texts: Texts): Answer {
  return sentence(texts.questions.takes(name, whatItTakes(property, texts)));
}

function whatItTakes(property: Property, { questions: said, words, values }: Texts): string {
  const labels = property.labels.map(({ label }) => label);
  switch (property.type) {
    case "boolean":
      return (labels.length > 0 ? labels : [words.on[0], words.off[0]]).join(` ${said.or} `);
    case "string":
      return [...labels, ...(property.enum ?? [said.aText])].slice(0, mostWords).join(", ");
    case "integer":
    case "number": {
      const kind = property.type === "integer" ? said.aWholeNumber : said.aNumber;
      const unit = property.unit === undefined ? [] : [showUnit(property.unit)];
      return [kind, ...boundsOf(property, said, values), ...unit].join(" ");
    }
  }
}

function boundsOf(
  { minimum, maximum }: Property,
  said: Texts["questions"],
  values: Texts["values"],
): readonly string[] {
  const [least, most] = [minimum, maximum].map((bound) => bound && showNumber(bound, values));
  if (least !== undefined && most !== undefined) return [said.fromTo(least, most)];
  if (least !== undefined) return [said.from(least)];
  return most === undefined ? [] : [said.upTo(most)];
}

function echo(typed: string): string {
  return cutText(typed, longestEcho);
}
