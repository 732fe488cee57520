import type { ChartWish } from "../core/chart-wish.ts";
import type { Operation } from "../core/command.ts";
import type { EventValue } from "../core/event-value.ts";
import type { Property } from "../core/property.ts";
import type { Action, Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import type { Answer } from "./answer-event.ts";
import { askWhich, notUnderstood, wrongValue } from "./answers/not-understood.ts";
import { fullName } from "./answers/read-value.ts";
import { thing as describeThing, type Values } from "./answers/thing.ts";
import type { FindTarget, Target } from "./find-target.ts";
import { nearWords } from "./near-words.ts";
import { readSetting } from "./read-setting.ts";
import { readTypedDuration, splitDuration } from "./read-typed-duration.ts";
import { sentence } from "./sentence.ts";
import { understandChart } from "./understand-chart.ts";
import { valuesContent } from "./values-content.ts";

/** What a text asks for, in the words of a command event. */
export interface TextWish {
  readonly thing: string;
  readonly op: Operation;
  readonly name: string;
  readonly input?: EventValue;
  /** ms. */
  readonly lease?: number;
}

export type UnderstoodWords =
  | { readonly kind: "wish"; readonly wish: TextWish }
  | { readonly kind: "chart"; readonly chart: ChartWish }
  | {
      readonly kind: "answer";
      readonly answer: Answer;
      /** It says that the words were not clear. */
      readonly isDoubt: boolean;
    };

/** What a name with perhaps a value asks for; where it is not clear, the question to ask back. */
export function understandWords(
  words: readonly string[],
  findTarget: FindTarget,
  readable: readonly Thing[],
  values: Values,
  texts: Texts,
): UnderstoodWords {
  const chart = understandChart(words, findTarget, texts);
  if (chart !== undefined) return chart;
  const found = findTarget(words);
  const typed = words.join(" ");
  switch (found.kind) {
    case "none": {
      const near = nearWords(words, texts.words);
      return answered(near.length > 0 ? askWhich("near", typed, near, texts) : notUnderstood(typed, texts));
    }
    case "several":
    case "near": {
      const commands = found.paths.map((path) => ["!", path, ...found.rest.map((word) => ` ${word}`)].join(""));
      const near = found.kind === "near" ? nearWords(words, texts.words) : [];
      return answered(askWhich(found.kind, typed, [...near, ...commands], texts));
    }
    case "one":
      return understandTarget({ ...found, typed }, readable, values, texts);
  }
}

interface Named {
  readonly target: Target;
  readonly rest: readonly string[];
  readonly typed: string;
}

function understandTarget(
  { target, rest, typed }: Named,
  readable: readonly Thing[],
  values: Values,
  texts: Texts,
): UnderstoodWords {
  const { thing } = target;
  switch (target.kind) {
    case "property":
      return understandProperty(thing, target.property, rest, texts);
    case "action":
      return understandAction(thing, target.action, rest, texts);
    case "thing":
      if (rest.length > 0) return setThing(thing, rest, typed, texts);
      if (!readable.includes(thing)) return answered(sentence(texts.questions.nothingReadable));
      return { kind: "answer", answer: tellThing(thing, values, texts), isDoubt: false };
  }
}

function tellThing(thing: Thing, values: Values, texts: Texts): Answer {
  return { ...describeThing(thing, values, texts), riding: valuesContent([thing], values) };
}

function understandProperty(thing: Thing, property: Property, rest: readonly string[], texts: Texts): UnderstoodWords {
  const { name } = property;
  if (rest.length === 0) return { kind: "wish", wish: { thing: thing.id, op: "read", name } };
  const setting = readSetting(property, rest, texts.words);
  if (setting === undefined) return answered(wrongValue(fullName(thing, property), property, texts));
  const { input, ms } = setting;
  const lease = ms === undefined ? {} : { lease: ms };
  return { kind: "wish", wish: { thing: thing.id, op: "write", name, input, ...lease } };
}

/** `water`, `water 30s`, `water for 30 s`. */
function understandAction(thing: Thing, action: Action, rest: readonly string[], texts: Texts): UnderstoodWords {
  const wish = { thing: thing.id, op: "invoke", name: action.name } as const;
  if (rest.length === 0) return { kind: "wish", wish };
  const name = fullName(thing, action);
  if (action.work.kind !== "pulse") return answered(sentence(texts.questions.takesNothing(name)));
  const { before, ms } = splitDuration(rest, texts.words);
  const input = before.length === 0 ? ms : readTypedDuration(rest, texts.words);
  if (input !== undefined) return { kind: "wish", wish: { ...wish, input } };
  return answered(sentence(texts.questions.takesTime(name, texts.values.duration(action.work.for.maximum))));
}

/** A value behind the name of a Thing is meant for the one property that can be set, if there is just one; else those that take it are offered. */
function setThing(thing: Thing, rest: readonly string[], typed: string, texts: Texts): UnderstoodWords {
  const settable = thing.properties.filter(({ to }) => to !== undefined);
  const [only] = settable;
  if (only === undefined) return answered(sentence(texts.questions.nothingWritable(thing.title)));
  if (settable.length === 1) return understandProperty(thing, only, rest, texts);
  const fitting = settable.filter((property) => readSetting(property, rest, texts.words) !== undefined);
  const commands = (fitting.length > 0 ? fitting : settable).map(({ path }) => `!${path} ${rest.join(" ")}`);
  return answered(askWhich("several", typed, commands, texts));
}

function answered(answer: Answer): UnderstoodWords {
  return { kind: "answer", answer, isDoubt: true };
}
