import { TokenView } from "./token-view.ts";

/** A place behind which the process can be stopped. */
export interface CrashPoint {
  readonly id: number;
  readonly line: number;
  /** `await`: behind its result. `call`: behind a statement that calls something. */
  readonly kind: "await" | "call";
}

export interface WithCrashPoints {
  readonly source: string;
  readonly points: readonly CrashPoint[];
}

/**
 * Puts `__crashPoint(id)` behind each `await` and behind each statement that calls something, inside functions. Takes
 * JavaScript with semicolons; throws where it cannot follow, so that nothing is overlooked. Ids count up from `firstId`.
 */
export function insertCrashPoints(source: string, firstId: number): WithCrashPoints {
  const inserter = new Inserter(source, firstId);
  inserter.module();
  return { source: inserter.result(), points: inserter.points };
}

interface Scanned {
  /** Index of the token behind it. */
  readonly next: number;
  readonly calls: boolean;
  /** Its last word is an await's result, which has a point of its own. */
  readonly endsWithAwait: boolean;
}

const withHead = new Set(["if", "for", "while", "switch", "catch"]);
/** What stands before a statement and changes nothing about it. */
const prefixes = new Set(["export", "default", "else", "do", "try", "finally", ":"]);
const leaving = new Set(["return", "throw", "break", "continue", "import"]);
const declaring = new Set(["const", "let", "var", "using"]);

class Inserter {
  readonly points: CrashPoint[] = [];
  readonly #source: string;
  readonly #view: TokenView;
  readonly #firstId: number;
  readonly #insertions: { readonly at: number; readonly text: string }[] = [];
  /** How many functions stand around. */
  #depth = 0;

  constructor(source: string, firstId: number) {
    this.#source = source;
    this.#view = new TokenView(source);
    this.#firstId = firstId;
  }

  module(): void {
    for (let at = 0; at < this.#view.tokens.length; ) at = this.#statement(at);
  }

  result(): string {
    const parts: string[] = [];
    let from = 0;
    for (const { at, text } of this.#insertions.toSorted((a, b) => a.at - b.at)) {
      parts.push(this.#source.slice(from, at), text);
      from = at;
    }
    return parts.join("") + this.#source.slice(from);
  }

  /** From its first token to the index behind it. */
  #statement(at: number): number {
    const word = this.#view.text(at);
    if (word === "{") return this.#block(at);
    if (word === ";") return at + 1;
    if (prefixes.has(word)) return this.#statement(at + 1);
    if (word === "case") return this.#statement(this.#upTo(at, ":") + 1);
    if (word === "class") return this.#group(this.#upTo(at, "{"));
    if (word === "function" || (word === "async" && this.#view.text(at + 1) === "function")) {
      return this.#body(this.#group(this.#upTo(at, "(")));
    }
    if (withHead.has(word)) return this.#headed(at);
    return this.#simple(at, word);
  }

  #headed(at: number): number {
    const isBare = this.#view.text(at) === "catch" && this.#view.text(at + 1) === "{";
    if (isBare) return this.#block(at + 1);
    const open = this.#view.text(at + 1) === "await" ? at + 2 : at + 1;
    return this.#statement(this.#group(open));
  }

  #simple(at: number, word: string): number {
    const { next, calls, endsWithAwait } = this.#expression(at);
    if (this.#view.text(next) !== ";") this.#view.fail(at);
    const isAlive = this.#depth > 0 && !leaving.has(word);
    if (isAlive && calls && !endsWithAwait) this.#behindStatement(at, next);
    return next + 1;
  }

  #behindStatement(at: number, semicolon: number): void {
    const id = this.#newPoint(at, "call");
    const first = this.#view.text(at) === "await" ? at + 1 : at;
    const isDeclaration = declaring.has(this.#view.text(first));
    const text = isDeclaration ? `, __crashed${id} = __crashPoint(${id})` : `, __crashPoint(${id})`;
    this.#insert(this.#view.tokens[semicolon]?.at, text);
  }

  #block(open: number): number {
    if (this.#view.text(open) !== "{") this.#view.fail(open);
    const close = this.#view.close(open);
    for (let at = open + 1; at < close; ) at = this.#statement(at);
    return close + 1;
  }

  #body(open: number): number {
    this.#depth += 1;
    const next = this.#block(open);
    this.#depth -= 1;
    return next;
  }

  /** Everything between two brackets: arguments, an object, a class. */
  #group(open: number): number {
    const close = this.#view.close(open);
    for (let at = open + 1; at < close; ) at = this.#step(at);
    return close + 1;
  }

  #upTo(from: number, sign: string): number {
    let at = from;
    while (this.#view.text(at) !== sign) at = sign === ":" ? this.#step(at) : at + 1;
    return at;
  }

  /** Up to the semicolon or bracket that ends it. What an arrow function calls is not called yet. */
  #expression(from: number): Scanned {
    const view = this.#view;
    let at = from;
    let calls = false;
    let isArrow = false;
    let awaited = -1;
    while (at < view.tokens.length && view.text(at) !== ";" && !view.isClosing(at)) {
      calls ||= !isArrow && view.isCall(at);
      isArrow ||= view.isArrow(at);
      if (view.isAwait(at)) awaited = view.operandEnd(at + 1);
      at = this.#step(at);
    }
    return { next: at, calls, endsWithAwait: awaited === at };
  }

  /** One token, or a bracket with all that is in it. */
  #step(at: number): number {
    const view = this.#view;
    const isFunction = view.text(at) === "{" && (view.text(at - 1) === ")" || view.isArrow(at - 2));
    if (isFunction) return this.#body(at);
    if (view.isOpening(at)) return this.#group(at);
    if (view.isAwait(at)) this.#behindAwait(at);
    return at + 1;
  }

  #behindAwait(at: number): void {
    const end = this.#view.operandEnd(at + 1);
    const id = this.#newPoint(at, "await");
    this.#insert(this.#view.tokens[at]?.at, `__crashPoint(${id}, `);
    this.#insert(this.#view.tokens[end - 1]?.end, ")");
  }

  #newPoint(at: number, kind: CrashPoint["kind"]): number {
    const id = this.#firstId + this.points.length;
    this.points.push({ id, kind, line: this.#view.line(at) });
    return id;
  }

  #insert(at: number | undefined, text: string): void {
    this.#insertions.push({ at: at ?? this.#source.length, text });
  }
}
