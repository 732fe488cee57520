import type { Answer } from "./answer-event.ts";
import { escapeHtml } from "./escape-html.ts";

/** Columns that fit a phone. */
const widest = 40;

/** Two columns as aligned lines of at most 40 characters; what is longer goes onto a line of its own. */
export function table(rows: readonly (readonly [name: string, value: string])[]): Answer {
  const nameWidth = Math.min(20, Math.max(0, ...rows.map(([name]) => name.length)));
  const lines = rows.map(([name, value]) => {
    const line = `${name.padEnd(nameWidth)}  ${value}`;
    return line.length <= widest ? line : `${name}\n  ${value}`;
  });
  const cells = rows.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`);
  return { body: lines.join("\n"), html: `<table>${cells.join("")}</table>` };
}

/** Paragraphs and tables one under the other. */
export function stack(answers: readonly Answer[]): Answer {
  return { body: answers.map(({ body }) => body).join("\n"), html: answers.map(({ html }) => html).join("") };
}
