import type { Answer } from "./answer-event.ts";
import { escapeHtml } from "./escape-html.ts";

/** Columns that fit a phone. */
const widest = 40;

/** Two columns as aligned lines of at most 40 characters; what is longer goes onto lines of its own. */
export function table(rows: readonly (readonly [name: string, value: string])[]): Answer {
  const nameWidth = Math.min(20, Math.max(0, ...rows.map(([name]) => name.length)));
  const lines = rows.flatMap(([name, value]) => {
    const line = `${name.padEnd(nameWidth)}  ${value}`;
    if (line.length <= widest) return [line];
    return [...wrap(name, widest), ...wrap(value, widest - 2).map((part) => `  ${part}`)];
  });
  const cells = rows.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`);
  return { body: lines.join("\n"), html: `<table>${cells.join("")}</table>` };
}

/** Paragraphs and tables one under the other. */
export function stack(answers: readonly Answer[]): Answer {
  return { body: answers.map(({ body }) => body).join("\n"), html: answers.map(({ html }) => html).join("") };
}

/** Lines of at most so many characters, broken at spaces where there are some. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : splitPoint(rest, width);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, ...(rest === "" && lines.length > 0 ? [] : [rest])];
}

/** Never between the two halves of a character. */
function splitPoint(text: string, width: number): number {
  const code = text.charCodeAt(width - 1);
  return code >= 0xd800 && code <= 0xdbff ? width - 1 : width;
}
