import { type Extracted, excerpt, nothing } from "./extract.ts";

/** The text of one column, counted from 1. Quoted as RFC 4180 has it: `"a, b"`, and `""` for a quote within. */
export function byColumn(column: number, separator: string): (text: string) => Extracted {
  return (text) => {
    let at = 0;
    for (let count = 1; ; count++) {
      const quoted = text.startsWith('"', at);
      const end = quoted ? afterQuotes(text, at) : at;
      const next = text.indexOf(separator, end);
      const stop = next === -1 ? text.length : next;
      if (count === column)
        return { kind: "value", wire: quoted ? unquote(text.slice(at, end)) : text.slice(at, stop) };
      if (next === -1) return nothing("no-match", `there is no column ${column} in ${excerpt(text)}`);
      at = next + separator.length;
    }
  };
}

/** Where a quoted field that begins at `from` ends; at the end of the text where it is never closed. */
function afterQuotes(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  return text.length;
}

function unquote(field: string): string {
  return field.slice(1, field.endsWith('"') && field.length > 1 ? -1 : undefined).replaceAll('""', '"');
}
