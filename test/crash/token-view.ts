import { readTokens, type Token } from "../floors/read-tokens.ts";

const closers = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);
const beforeOperand = new Set(["new", "typeof", "void", "delete", "await", "async"]);

/** The tokens of a JavaScript source, asked by their index. Throws where it cannot follow. */
export class TokenView {
  readonly tokens: readonly Token[];
  readonly #closing: ReadonlyMap<number, number>;

  constructor(source: string) {
    this.tokens = readTokens(source);
    this.#closing = closingBrackets(this.tokens);
  }

  /** Of a word or sign; a string or a template shows as nothing. */
  text(at: number): string {
    const token = this.tokens[at];
    return token === undefined || token.kind === "string" || token.kind === "template" ? "" : token.text;
  }

  line(at: number): number {
    return this.tokens[at]?.line ?? 0;
  }

  /** Index of the bracket that closes this one. */
  close(open: number): number {
    return this.#closing.get(open) ?? this.fail(open);
  }

  fail(at: number): never {
    throw new Error(`line ${this.line(at)}: this cannot be followed`);
  }

  isOpening(at: number): boolean {
    return this.#closing.has(at);
  }

  isClosing(at: number): boolean {
    return /^[)\]}]$/.test(this.text(at));
  }

  isArrow(at: number): boolean {
    return this.text(at) === "=" && this.text(at + 1) === ">" && this.tokens[at]?.end === this.tokens[at + 1]?.at;
  }

  /** An await with an operand: neither `for await` nor `await using`. */
  isAwait(at: number): boolean {
    return this.text(at) === "await" && this.text(at + 1) !== "using" && this.text(at - 1) !== "for";
  }

  /** A bracket with arguments. What is only made with `new` changes nothing outside, so it does not count. */
  isCall(at: number): boolean {
    if (this.text(at) !== "(" || this.text(at - 2) === "new") return false;
    const isMember = this.text(at - 2) === ".";
    const isName = this.tokens[at - 1]?.kind === "word" && (isMember || !beforeOperand.has(this.text(at - 1)));
    return isName || /^[)\].]$/.test(this.text(at - 1));
  }

  /** Index behind the operand of a unary operator: a value with its members and calls. */
  operandEnd(from: number): number {
    let at = from;
    while (/^[!~+-]$/.test(this.text(at)) || beforeOperand.has(this.text(at))) at += 1;
    const kind = this.tokens[at]?.kind;
    if (kind === undefined || kind === "piece") this.fail(from);
    at = this.isOpening(at) ? this.close(at) + 1 : at + 1;
    for (;;) {
      const isOptional = this.text(at) === "?" && this.text(at + 1) === ".";
      const link = isOptional ? at + 2 : at;
      if (/^[([]$/.test(this.text(link))) at = this.close(link) + 1;
      else if (isOptional) at = link + 1;
      else if (this.text(at) === ".") at += 2;
      else return at;
    }
  }
}

function closingBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: { readonly at: number; readonly closer: string }[] = [];
  for (const [at, { kind, text, line }] of tokens.entries()) {
    if (kind !== "sign") continue;
    const closer = closers.get(text);
    if (closer !== undefined) open.push({ at, closer });
    else if (/^[)\]}]$/.test(text)) {
      const last = open.pop();
      if (last?.closer !== text) throw new Error(`line ${line}: a bracket has no other half`);
      pairs.set(last.at, at);
    }
  }
  return pairs;
}
