/**
 * One piece of a TypeScript source that is neither white space nor comment. Text of strings and
 * of whole templates is unquoted; a template with `${` comes as pieces without text.
 */
export interface Token {
  readonly kind: "word" | "string" | "template" | "piece" | "regex" | "number" | "sign";
  readonly text: string;
  readonly line: number;
  /** Where it stands in the source, in UTF-16 units; `end` is the first unit behind it. */
  readonly at: number;
  readonly end: number;
}

/** After these a `/` begins a regular expression; after any other word it divides. */
const wordsBeforeRegex = new Set(
  "return typeof instanceof in of new delete void throw case do else await yield satisfies as".split(" "),
);

/** Splits a source well enough to find every import in it; throws where it cannot follow, so that nothing is overlooked. */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  /** Open braces; `true` are those of a `${` in a template. */
  const braces: boolean[] = [];

  const fail = (what: string): never => {
    throw new Error(`line ${line}: ${what} is not closed`);
  };
  const take = (end: number, kind?: Token["kind"], text = source.slice(at, end)): void => {
    if (kind !== undefined) tokens.push({ kind, text, line, at, end });
    line += source.slice(at, end).split("\n").length - 1;
    at = end;
  };
  /** Text of a template up to its end or to the next `${`. */
  const template = (): void => {
    let end = at + 1;
    while (source[end] !== "`" && !source.startsWith("${", end)) {
      if (end >= source.length) fail("a template");
      end += source[end] === "\\" ? 2 : 1;
    }
    const isEnd = source[end] === "`";
    if (!isEnd) braces.push(true);
    const isWhole = isEnd && source[at] === "`";
    take(end + (isEnd ? 1 : 2), isWhole ? "template" : "piece", isWhole ? source.slice(at + 1, end) : "");
  };
  const dividesHere = (): boolean => {
    const last = tokens.at(-1);
    if (last === undefined) return false;
    if (last.kind === "word") return !wordsBeforeRegex.has(last.text);
    return last.kind !== "sign" || /^[)\]}]$/.test(last.text);
  };

  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    const sign = source[at] ?? "";
    if (/\s/.test(sign)) take(at + 1);
    else if (rest === "//" || (rest === "#!" && at === 0)) take(lineEnd(source, at));
    else if (rest === "/*")
      take(source.indexOf("*/", at + 2) < 0 ? fail("a comment") : source.indexOf("*/", at + 2) + 2);
    else if (sign === '"' || sign === "'") {
      const found = stringAt(source, at) ?? fail("a string");
      take(at + found.length, "string", withoutEscapes(found.slice(1, -1)));
    } else if (sign === "`") template();
    else if (sign === "}" && braces.pop() === true) template();
    else if (/[\p{ID_Start}$_#@]/u.test(sign))
      take(at + (/^[\p{ID_Continue}$#@\u200c\u200d]+/u.exec(source.slice(at))?.[0].length ?? 1), "word");
    else if (/\d/.test(sign)) take(at + (/^[\w.]+/.exec(source.slice(at))?.[0].length ?? 1), "number");
    else if (sign === "/" && !dividesHere()) {
      const found =
        /^\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/.exec(source.slice(at))?.[0] ??
        fail("a regular expression");
      take(at + found.length, "regex");
    } else {
      if (sign === "{") braces.push(false);
      take(at + 1, "sign");
    }
  }
  if (braces.length > 0) fail("a brace");
  return tokens;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

function stringAt(source: string, at: number): string | undefined {
  return /^(?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/.exec(source.slice(at, at + 20_000))?.[0];
}

/** `"\u006eode:fs"` names a module too. */
function withoutEscapes(text: string): string {
  return text.replace(/\\u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})|\\([\s\S])/g, (_, wide, narrow, plain) =>
    plain === undefined ? String.fromCodePoint(Number.parseInt(wide ?? narrow, 16)) : plain,
  );
}
