import type { Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import type { Answer } from "./answer-event.ts";
import { type Values, thing as valuesOf } from "./answers/thing.ts";
import { sentence } from "./sentence.ts";
import { stack } from "./table.ts";

/** Titles of one sentence, and Things whose values follow. */
const mostNamed = 5;
const mostShown = 6;

export interface Introduced {
  readonly name: string;
  /** What those may see who can read it. */
  readonly things: readonly Thing[];
  readonly values: Values;
  readonly hasDataRoom: boolean;
}

/** Once in the life of a room: who the agent is, how to talk to it, and how things are. */
export function introduce({ name, things, values, hasDataRoom }: Introduced, texts: Texts): Answer {
  const { introduce: said } = texts;
  const hello = said.hello(name, titlesOf(things, texts));
  const lines = [hello, said.how, ...(hasDataRoom ? [said.data] : [])].map(sentence);
  return stack([...lines, ...shown(things, values, texts)]);
}

/** For who joined later and cannot read what was said before. */
export function greetNewcomers({ things, values }: Pick<Introduced, "things" | "values">, texts: Texts): Answer {
  const { introduce: said } = texts;
  return stack([sentence(said.newcomers), ...shown(things, values, texts), sentence(said.how)]);
}

function titlesOf(things: readonly Thing[], { introduce: said }: Texts): string {
  const titles = things.slice(0, mostNamed).map(({ title }) => title);
  const left = things.length - titles.length;
  return [...titles, ...(left > 0 ? [said.more(left)] : [])].join(", ") || said.noThings;
}

function shown(things: readonly Thing[], values: Values, texts: Texts): readonly Answer[] {
  const some = things.filter(({ properties }) => properties.length > 0).slice(0, mostShown);
  const left = things.length - some.length;
  const more = left > 0 ? [sentence(texts.status.more(left))] : [];
  return [...some.map((one) => valuesOf(one, values, texts)), ...more];
}
