import { type RefusalContent, refusalType } from "../../schemas/refusal.ts";
import { type ResultContent, resultType } from "../../schemas/result.ts";
import { type Command, everything, isAboutAlerts } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { Pin } from "../core/store-ports.ts";
import type { Texts } from "../texts/english.ts";
import { type Answer, answerEvent } from "./answer-event.ts";
import { type AskedBack, askBack } from "./answers/ask-back.ts";
import { pinned } from "./answers/pinned.ts";
import { quieted } from "./answers/quieted.ts";
import { fullName, readValue } from "./answers/read-value.ts";
import { writeOutcome } from "./answers/write-outcome.ts";
import {
  prepareUnderstanding,
  type TypedText,
  type Understanding,
  type UnderstandingParts,
} from "./prepare-understanding.ts";
import { sayDetail } from "./say-detail.ts";
import { sentence } from "./sentence.ts";
import { Threads } from "./threads.ts";

export type TalkParts = UnderstandingParts;

type Content = Readonly<Record<string, unknown>>;

/** Understands what operators type and words what they are told. Every content is a whole `m.room.message`. */
export interface Talk {
  /** Bounded and never throws. An answer moves nothing; a wish still has to pass the gate. */
  understand(text: TypedText): Understanding;
  accepted(command: Command, result: ResultContent): Content;
  outcome(command: Command, outcome: Outcome, result: ResultContent): Content;
  refusal(refusal: { readonly code: RefusalCode; readonly detail: string }, eventId: string): Content;
  pinned(pin: Pin, eventId: string, others: readonly UserId[]): Content;
  alreadyPinned(eventId: string): Content;
  askBack(asked: AskedBack, code: string, eventId: string): Content;
  leftOut(counts: ReadonlyMap<RefusalCode, number>): Content;
  /** What answers that message later, in the thread in which it was asked. */
  place(content: Content, eventId: string): Content;
}

export function talkToPeople(parts: TalkParts): Talk {
  const { texts, things } = parts;
  const threads = new Threads();
  const answerTo = (eventId: string, answer: Answer, riding: Content = {}): Content =>
    threads.place(answerEvent(answer, eventId, riding), eventId);
  const understand = prepareUnderstanding(parts);
  return {
    understand: (text) => {
      const understood = understand(text);
      if (understood.kind === "chatter") return understood;
      threads.note(text.eventId, text.thread);
      if (understood.kind !== "answer") return understood;
      return { ...understood, content: threads.place(understood.content, text.eventId) };
    },
    accepted: (command, result) =>
      answerTo(command.eventId, sentence(texts.outcomes.underWay(targetName(command, parts))), carried(result)),
    outcome: (command, outcome, result) =>
      answerTo(command.eventId, wordOutcome(command, outcome, parts), carried(result)),
    refusal: ({ code, detail }, eventId) => {
      const answer = sentence(texts.outcomes.refused(sayDetail(detail, texts), texts.refusals[code].remedy));
      return answerTo(eventId, answer, { [refusalType]: { v: 1, code, detail } satisfies RefusalContent });
    },
    pinned: (pin, eventId, others) => {
      const content = pinned(pin, eventId, others, texts);
      // First use is told to everybody.
      return pin.way === "first-use" ? content : threads.place(content, eventId);
    },
    alreadyPinned: (eventId) => answerTo(eventId, sentence(texts.trust.alreadyPaired)),
    askBack: (asked, code, eventId) => answerTo(eventId, askBack(asked, code, things, texts)),
    leftOut: (counts) => {
      const codes = [...counts].map(([code, count]) => (count === 1 ? code : `${count} ${code}`)).join(", ");
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return answerEvent(sentence(texts.outcomes.leftOut(total, codes)), undefined);
    },
    place: (content, eventId) => threads.place(content, eventId),
  };
}

function carried({ "m.relates_to": _reference, ...result }: ResultContent): Content {
  return { [resultType]: result };
}

function targetName({ thing: id, name }: Command, { things, texts }: TalkParts): string {
  if (id === everything) return texts.outcomes.everything;
  const thing = things.find((candidate) => candidate.id === id);
  const affordances = [...(thing?.properties ?? []), ...(thing?.actions ?? [])];
  const affordance = affordances.find((candidate) => candidate.name === name);
  return thing === undefined || affordance === undefined ? `${id}/${name}` : fullName(thing, affordance);
}

function wordOutcome(command: Command, outcome: Outcome, parts: TalkParts): Answer {
  const { thing: id, name, op } = command;
  const { texts, latest, clock, showTime } = parts;
  if (op === "invoke" && isAboutAlerts(name) && outcome.status === "done") {
    return quieted(command, parts.alerts().standing, parts.things, { showTime, now: clock.now() }, texts);
  }
  if (id === everything) return wordOfEverything(name, outcome, texts);
  const thing = parts.things.find((candidate) => candidate.id === id);
  const property = thing?.properties.find((candidate) => candidate.name === name);
  const wasRead = op === "read" && (outcome.status === "done" || outcome.status === "failed");
  if (wasRead && thing !== undefined && property !== undefined) {
    return readValue(thing, property, { latest, now: clock.now() }, texts);
  }
  return writeOutcome(outcome, { name: targetName(command, parts), property, lease: command.lease }, texts);
}

function wordOfEverything(name: string, outcome: Outcome, texts: Texts): Answer {
  const { outcomes } = texts;
  if (outcome.status !== "done")
    return writeOutcome(outcome, { name: outcomes.everything, property: undefined }, texts);
  return sentence(name === "release" ? outcomes.released : outcomes.stopped);
}
