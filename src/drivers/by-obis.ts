import { type Extracted, excerpt, nothing } from "./extract.ts";

/**
 * What a meter says under an OBIS code (IEC 62056-21, DSMR P1): `1-0:1.8.1(123456.789*kWh)`. Of several parentheses the
 * last holds the value; older gas meters write it on the next line.
 */
export function byObis(code: string): (text: string) => Extracted {
  const wanted = `${code}(`;
  return (text) => {
    const from = lineStart(text, wanted);
    if (from === -1) return nothing("no-match", `no ${code} in ${excerpt(text)}`);
    const groups = text.slice(from, objectEnd(text, from));
    const open = groups.lastIndexOf("(");
    const close = groups.indexOf(")", open);
    if (close === -1) return nothing("no-match", `${code} is not complete: ${excerpt(groups)}`);
    const value = groups.slice(open + 1, close);
    const unit = value.indexOf("*");
    return { kind: "value", wire: unit === -1 ? value : value.slice(0, unit) };
  };
}

/** Where a line begins so; -1 where none does. */
function lineStart(text: string, wanted: string): number {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (at === 0 || text[at - 1] === "\n") return at;
  }
  return -1;
}

/** The end of its line, and of those behind it that begin with a parenthesis. */
function objectEnd(text: string, from: number): number {
  let end = text.indexOf("\n", from);
  while (end !== -1 && text[end + 1] === "(") end = text.indexOf("\n", end + 1);
  return end === -1 ? text.length : end;
}
