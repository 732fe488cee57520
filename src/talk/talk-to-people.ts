import { type ResultContent, resultType } from "../../schemas/result.ts";
import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import { type Command, everything } from "../core/command.ts";
import type { AffordancePath, UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Reading } from "../core/reading.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { Pin } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import { type Answer, answerEvent } from "./answer-event.ts";
import { type AskedBack, askBack } from "./answers/ask-back.ts";
import { help } from "./answers/help.ts";
import { pinned } from "./answers/pinned.ts";
import { fullName, readValue } from "./answers/read-value.ts";
import { type AgentStatus, status } from "./answers/status.ts";
import { things as listThings } from "./answers/things.ts";
import { writeOutcome } from "./answers/write-outcome.ts";
import { prepareFindTarget } from "./find-target.ts";
import { type AgentNames, parseText } from "./parse-text.ts";
import { sentence } from "./sentence.ts";
import { type TextWish, understandWords } from "./understand-words.ts";
import { withoutAgentName } from "./without-agent-name.ts";

export interface TalkParts {
  readonly names: AgentNames;
  readonly things: readonly Thing[];
  readonly latest: (path: AffordancePath) => Reading | undefined;
  readonly status: () => AgentStatus;
  readonly clock: Clock;
  readonly texts: Texts;
}

type Content = Readonly<Record<string, unknown>>;

interface TypedText {
  readonly body: string;
  readonly operator: Operator;
  readonly eventId: string;
  readonly isMentioned: boolean;
}

type Understanding =
  | { readonly kind: "chatter" }
  | ({ readonly isAddressed: boolean } & (
      | { readonly kind: "answer"; readonly content: Content; readonly isDoubt: boolean }
      | { readonly kind: "wish"; readonly wish: TextWish }
      | { readonly kind: "code"; readonly code: string; readonly isBare: boolean }
      | { readonly kind: "pair"; readonly code: string | undefined }
    ));

/** Understands what operators type and words what they are told. Every content is a whole `m.room.message`. */
export interface Talk {
  /** Bounded and never throws. An answer moves nothing; a wish still has to pass the gate. */
  understand(text: TypedText): Understanding;
  outcome(command: Command, outcome: Outcome, result: ResultContent): Content;
  refusal(refusal: { readonly code: RefusalCode; readonly detail: string }, eventId: string): Content;
  pinned(pin: Pin, eventId: string, others: readonly UserId[]): Content;
  alreadyPinned(eventId: string): Content;
  askBack(asked: AskedBack, code: string, eventId: string): Content;
  leftOut(counts: ReadonlyMap<RefusalCode, number>): Content;
}

export function talkToPeople(parts: TalkParts): Talk {
  const { texts, things } = parts;
  const understand = prepareUnderstanding(parts);
  return {
    understand,
    outcome: (command, outcome, result) => {
      const { "m.relates_to": _reference, ...riding } = result;
      return answerEvent(wordOutcome(command, outcome, parts), command.eventId, { [resultType]: riding });
    },
    refusal: ({ code, detail }, eventId) =>
      answerEvent(sentence(texts.outcomes.refused(detail, texts.refusals[code].remedy)), eventId),
    pinned: (pin, eventId, others) => pinned(pin, eventId, others, texts),
    alreadyPinned: (eventId) => answerEvent(sentence(texts.trust.alreadyPaired), eventId),
    askBack: (asked, code, eventId) => answerEvent(askBack(asked, code, things, texts), eventId),
    leftOut: (counts) => {
      const codes = [...counts].map(([code, count]) => (count === 1 ? code : `${count} ${code}`)).join(", ");
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return answerEvent(sentence(texts.outcomes.leftOut(total, codes)), undefined);
    },
  };
}

function prepareUnderstanding({ texts, things, clock, latest, ...parts }: TalkParts): Talk["understand"] {
  const findTarget = prepareFindTarget(things);
  const values = () => ({ latest, now: clock.now() });
  return ({ body, operator, eventId, isMentioned }) => {
    const parsed = parseText(body, parts.names, texts.words, isMentioned);
    const isAddressed = parsed.kind !== "chatter" && parsed.isAddressed;
    const readable = things.filter(({ id }) => mayRead(operator, id));
    const answer = (given: Answer) =>
      ({ kind: "answer", content: answerEvent(given, eventId), isDoubt: false, isAddressed }) as const;
    switch (parsed.kind) {
      case "help":
        return answer(help(texts));
      case "things":
        return answer(listThings(readable, texts));
      case "status":
        return answer(status(parts.status(), readable, values(), texts));
      case "stop":
      case "release":
        return { kind: "wish", wish: { thing: everything, op: "invoke", name: parsed.kind }, isAddressed };
      case "chatter":
      case "code":
      case "pair":
        return parsed;
      case "words": {
        const named = withoutAgentName(parsed.words, parts.names, findTarget);
        const understood = understandWords(named ?? parsed.words, findTarget, readable, values(), texts);
        const isNamed = { isAddressed: isAddressed || named !== undefined };
        if (understood.kind === "wish") return { ...understood, ...isNamed };
        const { isDoubt } = understood;
        return { ...answer(understood.answer), ...isNamed, isDoubt };
      }
    }
  };
}

function wordOutcome({ thing: id, name, op }: Command, outcome: Outcome, parts: TalkParts): Answer {
  const { texts, latest, clock } = parts;
  if (id === everything) return wordOfEverything(name, outcome, texts);
  const thing = parts.things.find((candidate) => candidate.id === id);
  const property = thing?.properties.find((candidate) => candidate.name === name);
  const affordance = property ?? thing?.actions.find((candidate) => candidate.name === name);
  if (thing === undefined || affordance === undefined) return writeOutcome(outcome, `${id}/${name}`, undefined, texts);
  const wasRead = op === "read" && (outcome.status === "done" || outcome.status === "failed");
  if (wasRead && property !== undefined) return readValue(thing, property, { latest, now: clock.now() }, texts);
  return writeOutcome(outcome, fullName(thing, affordance), property, texts);
}

function wordOfEverything(name: string, outcome: Outcome, texts: Texts): Answer {
  const { outcomes } = texts;
  if (outcome.status !== "done") return writeOutcome(outcome, outcomes.everything, undefined, texts);
  return sentence(name === "release" ? outcomes.released : outcomes.stopped);
}

function mayRead({ may, things }: Operator, id: Thing["id"]): boolean {
  return may.includes("read") && (things === undefined || things.includes(id));
}
