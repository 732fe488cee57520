import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type RefusalCode, refusalCodes } from "../../src/core/refusal-codes.ts";

/** One place of the gate where something is refused or written down, and how the gate looks without it. */
export interface GateRule {
  /** Of src/control. */
  readonly file: string;
  /** What is lost: the code that is no longer given where the condition holds, or a sentence. */
  readonly name: string;
  readonly code: RefusalCode | undefined;
  /** The same file without the rule. */
  readonly without: string;
  /** The class of attacks that is tried first, where it is known. */
  readonly shownBy?: string | undefined;
}

/** Where a rule cannot be recognised by its shape: a text that stands in the file once, and what stands there without it. */
export interface RuleByHand {
  readonly file: string;
  readonly name: string;
  readonly code?: RefusalCode;
  readonly text: string;
  readonly instead: string;
  readonly shownBy?: string;
}

const folder = join(import.meta.dirname, "../../src/control");

/** Every rule of the gate, from its sources: each `refuse("…")`, and those told by hand. Throws for a shape it does not know. */
export function findRules(byHand: readonly RuleByHand[]): readonly GateRule[] {
  const files = globSync("**/*.ts", { cwd: folder }).sort();
  const sources = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  const told = byHand.map(({ file, name, code, text, instead, shownBy }) => {
    const source = sources.get(file) ?? "";
    if (source.split(text).length !== 2) throw new Error(`${file} does not hold this once: ${text}`);
    return { file, name, code, without: source.replace(text, () => instead), text, shownBy };
  });
  const found = [...sources].flatMap(([file, source]) =>
    file === "refusal.ts"
      ? []
      : callsOfRefuse(source).flatMap((call) => {
          const isTold = told.some((rule) => rule.file === file && rule.text.includes(call.text));
          return isTold ? [] : [ruleOf(file, source, call)];
        }),
  );
  return [...found, ...told];
}

interface Call {
  readonly at: number;
  readonly text: string;
}

function callsOfRefuse(source: string): readonly Call[] {
  return [...source.matchAll(/(?<![\w.])refuse\(/g)].map(({ index }) => {
    let depth = 0;
    let quote = "";
    let end = index + "refuse".length;
    do {
      const char = source[end] ?? "";
      if (quote !== "") quote = char === quote ? "" : quote;
      else if (/["'`]/.test(char)) quote = char;
      else depth += char === "(" ? 1 : char === ")" ? -1 : 0;
      end++;
    } while (depth > 0 && end < source.length);
    return { at: index, text: source.slice(index, end) };
  });
}

function ruleOf(file: string, source: string, { at, text }: Call): GateRule {
  const before = source.slice(0, at);
  const after = source.slice(at + text.length);
  const line = before.split("\n").length;
  const code = /"([a-z-]+)"/.exec(text)?.[1] ?? "";
  if (!isCode(code)) throw new Error(`${file}:${line}: ${text} names no code`);
  const sentence = `${basename(file, ".ts")}: ${conditionBefore(before)}`;
  const rule = (without: string): GateRule => ({ file, name: sentence, code, without });
  if (/\? undefined : $/.test(before)) return rule(`${before}undefined${after}`);
  if (/\? $/.test(before) && after.startsWith(" : undefined")) return rule(`${before}undefined${after}`);
  if (/[){]\s+return $/.test(before)) return rule(`${before.replace(/return $/, "")}void 0${after}`);
  if (/\{ kind: "refused", refusal: $/.test(before) && after.startsWith(" }")) {
    return rule(`${before.replace(/\{ kind: "refused", refusal: $/, "")}{ kind: "ignored" }${after.slice(2)}`);
  }
  throw new Error(`${file}:${line}: how is this rule switched off? Tell it by hand: ${text}`);
}

function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalCodes, code);
}

/** The condition before a call, as people read it. */
function conditionBefore(before: string): string {
  const words = before.replace(/(\{\s*)?(return|\{ kind: "refused", refusal:|\? undefined :|\?)\s*$/, "");
  const begins = [";\n", "}\n", "{\n", ":\n"].map((end) => words.lastIndexOf(end) + end.length);
  const condition = words
    .slice(Math.max(0, ...begins))
    .replace(/\s+/g, " ")
    .trim();
  return condition
    .replace(/^return /, "")
    .replace(/ \? \{ kind: "refused".*$/, "")
    .slice(0, 90);
}
