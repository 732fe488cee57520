import type { Answer } from "./answer-event.ts";
import { escapeHtml } from "./escape-html.ts";

/** Columns that fit a phone. */
const widest = 40;

type Row = readonly [name: string, value: string];

/** Two columns as aligned lines of at most 40 characters; what does not fit them goes onto lines of its own. */
export function table(rows: readonly Row[]): Answer {
  const nameWidth = widthFor(rows);
  const lines = rows.flatMap(([name, value]) => {
    if (fits([name, value], nameWidth)) return [`${name.padEnd(nameWidth)}  ${value}`];
    return [...wrap(name, widest), ...wrap(value, widest - 2).map((part) => `  ${part}`)];
  });
  const cells = rows.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`);
  return { body: lines.join("\n"), html: `<table>${cells.join("")}</table>` };
}

/** The width of the first column with which most rows are one line; of several the narrowest. */
function widthFor(rows: readonly Row[]): number {
  const widths = [...new Set(rows.map(([name]) => name.length))]
    .filter((width) => width < widest)
    .sort((a, b) => a - b);
  const lined = (width: number): number => rows.filter((row) => fits(row, width)).length;
  return widths.reduce((best, width) => (lined(width) > lined(best) ? width : best), widths[0] ?? 0);
}

function fits([name, value]: Row, nameWidth: number): boolean {
  return name.length <= nameWidth && nameWidth + 2 + value.length <= widest;
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
