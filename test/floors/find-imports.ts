import { readTokens, type Token } from "./read-tokens.ts";

export interface FoundImport {
  /** What is named; undefined where it is computed. */
  readonly module: string | undefined;
  /** `import type` or `export type`: leaves nothing at run time. */
  readonly isType: boolean;
  readonly line: number;
}

/** Functions that load the module named by their first argument. */
const loaders = new Set(["require", "getBuiltinModule", "createRequire"]);

/** Every way in which a TypeScript source names another module. */
export function findImports(source: string): FoundImport[] {
  const tokens = readTokens(source);
  return tokens.flatMap((token, at): FoundImport[] => {
    if (token.kind !== "word") return [];
    const isMember = tokens[at - 1]?.text === "." && tokens[at - 2]?.text !== ".";
    if (token.text === "import" && !isMember) return importAt(tokens, at);
    if (token.text === "export" && !isMember) return exportAt(tokens, at);
    if (token.text === "URL" && refersToFile(tokens, at)) return called(tokens, at);
    if (!loaders.has(token.text) || isDeclaration(tokens, at)) return [];
    return loaderAt(tokens, at);
  });
}

function importAt(tokens: readonly Token[], at: number): FoundImport[] {
  const next = tokens[at + 1];
  if (next?.text === "(" && next.kind === "sign") return called(tokens, at);
  if (next?.text === ".") return tokens[at + 4]?.text === "resolve" ? called(tokens, at + 4) : [];
  if (next?.kind === "string") return [found(next, false, next)];
  const from = fromAfter(tokens, at + 1);
  // `import x = require("y")` is found at its `require`.
  return from === undefined ? [] : [found(from, isTypeClause(tokens, at), next)];
}

function exportAt(tokens: readonly Token[], at: number): FoundImport[] {
  const skipType = isTypeClause(tokens, at) ? 1 : 0;
  const next = tokens[at + 1 + skipType];
  if (next?.kind !== "sign" || !/^[{*]$/.test(next.text)) return [];
  const from = fromAfter(tokens, at + 1 + skipType);
  return from === undefined ? [] : [found(from, skipType === 1, next)];
}

/** `type` says it for the whole clause unless it is itself the imported name: `import type from "x"`. */
function isTypeClause(tokens: readonly Token[], at: number): boolean {
  const after = tokens[at + 2];
  return (
    tokens[at + 1]?.text === "type" &&
    after !== undefined &&
    after.text !== "," &&
    !(after.text === "from" && tokens[at + 3]?.kind === "string")
  );
}

/** The string behind the clause's `from`; undefined where the clause ends without one. */
function fromAfter(tokens: readonly Token[], begin: number): Token | undefined {
  for (let at = begin; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind === "sign" && !/^[{},*]$/.test(token.text))) return undefined;
    const next = tokens[at + 1];
    if (token.text === "from" && token.kind === "word" && next?.kind === "string") return next;
    if (token.text === "}" && next?.text !== "from") return undefined;
  }
  return undefined;
}

/** `require("x")`, `require.resolve("x")`, `createRequire(import.meta.url)("x")`; any other use hides what is loaded. */
function loaderAt(tokens: readonly Token[], at: number): FoundImport[] {
  const name = tokens[at]?.text;
  if (name === "createRequire") {
    const closed = tokens
      .slice(at + 1, at + 8)
      .map(({ text }) => text)
      .join("");
    if (!closed.startsWith("(import.meta.url)"))
      return hasText(tokens, at + 1, "(") ? [computed(tokens[at])] : aliased(tokens, at);
    const isAssigned = tokens[at - 1]?.text === "=" && tokens[at - 2]?.text === "require";
    return hasText(tokens, at + 8, "(") ? called(tokens, at + 7) : isAssigned ? [] : [computed(tokens[at])];
  }
  if (hasText(tokens, at + 1, "(")) return called(tokens, at);
  if (name === "require" && hasText(tokens, at + 1, ".") && hasText(tokens, at + 3, "(")) return called(tokens, at + 2);
  return name === "require" || name === "getBuiltinModule" ? [computed(tokens[at])] : [];
}

/** Importing `createRequire` by its own name is harmless; under another one its calls would go unseen. */
function aliased(tokens: readonly Token[], at: number): FoundImport[] {
  return hasText(tokens, at + 1, ",") || hasText(tokens, at + 1, "}") ? [] : [computed(tokens[at])];
}

/** `const require =`, or a method of that name. */
function isDeclaration(tokens: readonly Token[], at: number): boolean {
  const isMember = tokens[at - 1]?.text === ".";
  return (
    tokens[at]?.text === "require" && (hasText(tokens, at + 1, "=") || (isMember && tokens[at - 2]?.text !== "module"))
  );
}

/** `new URL("./worker.ts", import.meta.url)`. */
function refersToFile(tokens: readonly Token[], at: number): boolean {
  const rest = tokens
    .slice(at + 1, at + 10)
    .map(({ text }) => text)
    .join(" ");
  return /^\( \S+\.[cm]?[jt]s , import \. meta \. url/.test(rest);
}

/** The first argument of the call whose name stands at `at`. */
function called(tokens: readonly Token[], at: number): FoundImport[] {
  const argument = tokens[at + 2];
  const isWhole = hasText(tokens, at + 3, ")") || hasText(tokens, at + 3, ",");
  const isText = argument?.kind === "string" || argument?.kind === "template";
  return isText && isWhole ? [found(argument, false, argument)] : [computed(tokens[at])];
}

const hasText = (tokens: readonly Token[], at: number, text: string): boolean =>
  tokens[at]?.kind === "sign" && tokens[at].text === text;
const found = (name: Token, isType: boolean, at: Token | undefined): FoundImport => ({
  module: name.text,
  isType,
  line: at?.line ?? name.line,
});
const computed = (at: Token | undefined): FoundImport => ({ module: undefined, isType: false, line: at?.line ?? 0 });
