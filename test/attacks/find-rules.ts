import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type RefusalCode, refusalCodes } from "../../src/core/refusal-codes.ts";

/** One place of the gate where something is refused or written down, and how the gate looks without it. */
export interface GateRule {
  /** Of src/. */
  readonly file: string;
  /** What is lost: the code that is no longer given where the condition holds, or a sentence. */
  readonly name: string;
  readonly code?: RefusalCode | undefined;
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

const folder = join(import.meta.dirname, "../../src");

/** Every rule of the gate, from its sources: each `refuse("…")`, and those told by hand. Throws for shapes it does not know. */
export function findRules(byHand: readonly RuleByHand[], calledByHand: readonly string[]): readonly GateRule[] {
  const unknown: string[] = [];
  const told = byHand.flatMap(({ text, instead, ...rule }) => {
    const source = readFileSync(join(folder, rule.file), "utf8");
    if (source.split(text).length !== 2) unknown.push(`${rule.file} does not hold this once: ${text}`);
    return [{ ...rule, text, without: source.replace(text, () => instead) }];
  });
  const found = globSync("control/**/*.ts", { cwd: folder })
    .filter((file) => file !== "control/refusal.ts")
    .sort()
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), "utf8");
      return callsOfRefuse(source).flatMap((call) => {
        if (told.some((rule) => rule.file === file && rule.text.includes(call.text))) return [];
        if (calledByHand.some((text) => source.slice(call.at - 40, call.at + 40).includes(text))) return [];
        const rule = ruleOf(file, source, call);
        if (typeof rule === "object") return [rule];
        unknown.push(rule);
        return [];
      });
    });
  if (unknown.length > 0) throw new Error(`how are these switched off? Tell it by hand.\n${unknown.join("\n")}`);
  return [...found, ...told];
}

interface Call {
  readonly at: number;
  readonly text: string;
}

function callsOfRefuse(source: string): readonly Call[] {
  return [...source.matchAll(/(?<!\w|(?<!\.)\.)refuse\(/g)].map(({ index }) => {
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

/** The rule, or where it stands when its shape is not known. */
function ruleOf(file: string, source: string, { at, text }: Call): GateRule | string {
  const before = source.slice(0, at);
  const after = source.slice(at + text.length);
  const place = `${file}:${before.split("\n").length}: ${text}`;
  const code = /"([a-z-]+)"/.exec(text)?.[1] ?? "";
  if (!isCode(code)) return place;
  const name = `${basename(file, ".ts")}: ${conditionBefore(before)}`;
  const rule = (without: string): GateRule => ({ file, name, code, without });
  if (/\? undefined : $/.test(before)) return rule(`${before}undefined${after}`);
  if (/\? $/.test(before) && after.startsWith(" : undefined")) return rule(`${before}undefined${after}`);
  if (/(\)|if [^;]*\{)\s+return $/.test(before)) return rule(`${before.replace(/return $/, "")}void 0${after}`);
  return inObject(before, after, rule) ?? place;
}

/** `return { ...refuse(…), … }` behind a condition, and `{ kind: "refused", refusal: refuse(…) }`. */
function inObject(before: string, after: string, rule: (without: string) => GateRule): GateRule | undefined {
  if (/\{ kind: "refused", refusal: $/.test(before) && after.startsWith(" }")) {
    return rule(`${before.replace(/\{ kind: "refused", refusal: $/, "")}{ kind: "ignored" }${after.slice(2)}`);
  }
  const isGuarded = /if [^;]*[){]\s+return \{\s+\.\.\.$/.test(before);
  return isGuarded ? rule(`${before.replace(/return \{\s+\.\.\.$/, "")}void { ...undefined${after}`) : undefined;
}

function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalCodes, code);
}

/** The condition before a call, as people read it. */
function conditionBefore(before: string): string {
  const words = before.replace(
    /(\{\s*)?(return( \{\s*\.\.\.)?|\{ kind: "refused", refusal:|\? undefined :|\?)\s*$/,
    "",
  );
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
