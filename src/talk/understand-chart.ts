import type { ChartWish } from "../core/chart-wish.ts";
import { foldName } from "../core/fold-name.ts";
import type { Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import type { Answer } from "./answer-event.ts";
import { askWhich, notUnderstood } from "./answers/not-understood.ts";
import { type FindTarget, type FoundTarget, pathOf, type Target } from "./find-target.ts";
import { readSetting } from "./read-setting.ts";
import { readTypedDuration } from "./read-typed-duration.ts";
import { sentence } from "./sentence.ts";

/** Curves that fit a phone. */
export const mostCharted = 4;
const hourMs = 3_600_000;
const [leastMs, mostMs] = [hourMs, 30 * 24 * hourMs];

export type UnderstoodChart =
  | { readonly kind: "chart"; readonly chart: ChartWish }
  | { readonly kind: "answer"; readonly answer: Answer; readonly isDoubt: true };

/**
 * `temperature 24h`, `temperature humidity 7d`, `greenhouse 24h`: names of what is measured, then how far back. undefined where the words
 * are none of this, or could also be a value to set: that goes before.
 */
export function understandChart(
  words: readonly string[],
  findTarget: FindTarget,
  texts: Texts,
): UnderstoodChart | undefined {
  if (!endsInTime(words, texts)) return undefined;
  const named: Named[] = [];
  for (let rest = words; ; ) {
    const ms = named.length === 0 ? undefined : readTypedDuration(rest, texts.words);
    if (ms !== undefined) return wishOf(named, ms, texts);
    const found = findInThing(withoutAnd(rest, named, texts), named.at(-1)?.thing, findTarget);
    if (found.kind === "one" && isMeasured(found.target, found.rest, texts)) {
      named.push(found.target);
      rest = found.rest;
      continue;
    }
    return named.every(isReadOnly) ? askBack(named, found, rest, texts) : undefined;
  }
}

type Named = Exclude<Target, { kind: "action" }>;

/** What is left could still be a chart: a name that may be measured, not set to what stands behind it. */
function isMeasured(target: Target, rest: readonly string[], { words }: Texts): target is Named {
  if (target.kind === "action" || rest.length === 0) return false;
  const settable = target.kind === "property" ? [target.property] : target.thing.properties;
  const outputs = settable.filter(({ to }) => to !== undefined);
  const [only] = outputs;
  return only === undefined || outputs.length > 1 || readSetting(only, rest, words) === undefined;
}

/** Behind a name of something that can be set, words that are no name may be a mistyped value. */
function isReadOnly(target: Named): boolean {
  return target.kind === "thing" || target.property.to === undefined;
}

/** A name that fits several is that of the Thing named before, where it has one. */
function findInThing(words: readonly string[], before: Thing | undefined, findTarget: FindTarget): FoundTarget {
  const found = findTarget(words);
  if (found.kind !== "several" || before === undefined) return found;
  const [own, ...others] = found.paths.filter((path) => path.startsWith(`${before.id}/`));
  return own === undefined || others.length > 0 ? found : findTarget([own, ...found.rest]);
}

function withoutAnd(rest: readonly string[], { length }: readonly Named[], { words }: Texts): readonly string[] {
  const [first = ""] = rest;
  const isAnd = length > 0 && words.and.some((known) => foldName(known) === foldName(first));
  return (isAnd ? rest.slice(1) : rest).map((word) => word.replace(/,$/u, "")).filter((word) => word !== "");
}

function endsInTime(words: readonly string[], texts: Texts): boolean {
  return words.some((_word, place) => place > 0 && readTypedDuration(words.slice(place), texts.words) !== undefined);
}

/** One of several names is not clear: each offer is the whole command. */
function askBack(
  named: readonly Named[],
  found: FoundTarget,
  rest: readonly string[],
  texts: Texts,
): UnderstoodChart | undefined {
  if (named.length === 0) return undefined;
  if (found.kind === "none") return doubt(notUnderstood(rest.join(" "), texts));
  if (found.kind === "one") return undefined;
  const before = named.map(pathOf).join(" ");
  const commands = found.paths.map((path) => [`!${before}`, path, ...found.rest].join(" "));
  return doubt(askWhich(found.kind, rest.join(" "), commands, texts));
}

function wishOf(named: readonly Named[], lengthMs: number, { chart: said }: Texts): UnderstoodChart | undefined {
  if (lengthMs < leastMs || lengthMs > mostMs) return doubt(sentence(said.bounds));
  const [only] = named;
  const all = [...new Set(named.flatMap(propertiesOf))];
  const isOneThing = named.length === 1 && only?.kind === "thing";
  if (all.length === 0) return isOneThing ? doubt(sentence(said.nothingToDraw(only.thing.title))) : undefined;
  if (all.length > mostCharted && !isOneThing) return doubt(sentence(said.tooMany(mostCharted)));
  const properties = all.slice(0, mostCharted);
  return { kind: "chart", chart: { properties, lengthMs, leftOut: all.length - properties.length } };
}

/** Of a Thing what has a curve comes first. */
function propertiesOf(target: Named): readonly Property[] {
  if (target.kind === "property") return [target.property];
  return target.thing.properties.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ type }: Property): number {
  return type === "string" ? 2 : Number(type === "boolean");
}

function doubt(answer: Answer): UnderstoodChart {
  return { kind: "answer", answer, isDoubt: true };
}
