import { type Command, isAboutAlerts } from "../../core/command.ts";
import type { Thing } from "../../core/thing.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { showValue } from "../show-value.ts";
import { fullName } from "./read-value.ts";

/** s in which the code must come. */
const withinS = 30;

/** What is asked back for, as the command would be. */
export type AskedBack = Pick<Command, "thing" | "op" | "name" | "input" | "lease" | "pulse">;

/** "Send 4821 within 30 s to set Greenhouse / Vent to on." */
export function askBack(asked: AskedBack, code: string, things: readonly Thing[], texts: Texts): Answer {
  const { questions } = texts;
  const durationMs = asked.lease ?? asked.pulse;
  const what = whatFor(asked, things, texts);
  const lasting = durationMs === undefined ? what : questions.lasting(what, texts.values.duration(durationMs));
  return sentence(questions.sendCode(code, withinS, lasting));
}

function whatFor({ thing: id, op, name, input }: AskedBack, things: readonly Thing[], texts: Texts): string {
  const { questions, alerts } = texts;
  if (op === "invoke" && isAboutAlerts(name))
    return alerts.toMute(things.find((one) => one.id === id)?.title ?? alerts.everything);
  const thing = things.find((candidate) => candidate.id === id);
  if (thing === undefined) return questions.toRelease;
  if (op === "invoke") {
    const action = thing.actions.find((candidate) => candidate.name === name);
    return questions.toDo(action === undefined ? `${id}/${name}` : fullName(thing, action));
  }
  const property = thing.properties.find((candidate) => candidate.name === name);
  if (property === undefined || input === undefined) return questions.toDo(`${id}/${name}`);
  return questions.toSet(fullName(thing, property), showValue(property, input, texts));
}
