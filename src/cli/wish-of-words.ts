import type { ThingContent } from "../../schemas/thing.ts";
import { AgentFault } from "../core/agent-fault.ts";
import { everything } from "../core/command.ts";
import { isId } from "../core/ids.ts";
import { readTypedDuration } from "../talk/read-typed-duration.ts";
import { english } from "../texts/english.ts";
import type { CommandWish } from "../wiring/operator/command-wish.ts";
import { typeInput } from "./type-input.ts";

/** What the words behind `send` say. */
export interface SendWords {
  readonly thing: string;
  readonly name: string;
  readonly value: string | undefined;
  /** ms, from `for 10m` or `--lease 10m`. */
  readonly lastingMs: number | undefined;
}

/** Reads the words; `lease` is the flag's. Throws AgentFault `bad-usage`. */
export function readWords(words: readonly string[], lease: string | undefined): SendWords {
  const [path = "", ...rest] = words;
  const target = targetOf(path);
  const place = rest.indexOf("for");
  const [value, ...more] = place === -1 ? rest : rest.slice(0, place);
  if (more.length > 0) throw new AgentFault("bad-usage", "send takes one THING/NAME and at most one VALUE.");
  const lasting = place === -1 ? [] : rest.slice(place + 1);
  if (lease !== undefined && place !== -1) throw new AgentFault("bad-usage", "Say `for` or --lease, not both.");
  const lastingMs =
    lease === undefined && place === -1 ? undefined : durationOf(lease === undefined ? lasting : [lease]);
  return { ...target, value, lastingMs };
}

/** What the words ask for. Throws AgentFault `bad-usage` when the value is not of the property's type. */
export function wishOfWords(said: SendWords, thing: ThingContent | undefined): CommandWish {
  const { value, lastingMs } = said;
  const target = { thing: said.thing, name: said.name };
  const isAction = said.thing === everything || (thing !== undefined && Object.hasOwn(thing.actions, said.name));
  if (isAction) return actionOfWords(said) ?? notATime(said);
  if (value === undefined) return lastingMs === undefined ? { ...target, op: "read" } : notATime(said);
  const typed = typeInput(value, thing?.properties[said.name]);
  if (!typed.ok) throw new AgentFault("bad-usage", `${said.thing}/${said.name}: ${typed.problem}`);
  return { ...target, op: "write", input: typed.input, ...(lastingMs !== undefined && { lease: lastingMs }) };
}

/** The words as an action, for a time where one is said; undefined where they can mean none. */
export function actionOfWords({ thing, name, value, lastingMs }: SendWords): CommandWish | undefined {
  const ms = value === undefined ? lastingMs : readTypedDuration([value], english.words);
  const isClear = value === undefined || (ms !== undefined && lastingMs === undefined);
  return isClear ? { thing, name, op: "invoke", ...(ms !== undefined && { input: ms }) } : undefined;
}

function notATime({ thing, name }: SendWords): never {
  throw new AgentFault("bad-usage", `${thing}/${name}: an action takes a time, such as 30s, or nothing.`);
}

function durationOf(words: readonly string[]): number {
  const ms = readTypedDuration(words, english.words);
  if (ms !== undefined) return ms;
  throw new AgentFault("bad-usage", `"${words.join(" ")}" is no duration, such as 10m.`);
}

function targetOf(path: string): Pick<SendWords, "thing" | "name"> {
  const [thing = "", name = "", ...more] = path.split("/");
  if (isId(thing) && isId(name) && more.length === 0) return { thing, name };
  throw new AgentFault("bad-usage", `"${path}" is no THING/NAME, such as greenhouse/pump.`);
}
