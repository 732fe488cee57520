import type { Operator } from "../config/configuration.ts";
import type { AuditEntry } from "../core/audit-ports.ts";
import type { ChartWish } from "../core/chart-wish.ts";
import type { Clock } from "../core/clock.ts";
import { everything } from "../core/command.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import type { Texts } from "../texts/english.ts";
import { type Answer, answerEvent } from "./answer-event.ts";
import { help } from "./answers/help.ts";
import { log } from "./answers/log.ts";
import { type AlertNow, alertLines } from "./answers/quieted.ts";
import { type AgentStatus, status } from "./answers/status.ts";
import type { Values } from "./answers/thing.ts";
import { things as listThings } from "./answers/things.ts";
import { type PersonNow, who } from "./answers/who.ts";
import { type FindTarget, prepareFindTarget } from "./find-target.ts";
import { parseAddressed } from "./parse-addressed.ts";
import type { AgentNames, ParsedText } from "./parse-text.ts";
import { readTypedDuration } from "./read-typed-duration.ts";
import { sentence } from "./sentence.ts";
import type { ShowTime } from "./show-time.ts";
import { stack } from "./table.ts";
import { understandQuiet } from "./understand-quiet.ts";
import { type TextWish, type UnderstoodWords, understandWords } from "./understand-words.ts";
import { valuesContent } from "./values-content.ts";

export interface UnderstandingParts {
  readonly names: AgentNames;
  readonly things: readonly Thing[];
  readonly latest: (path: AffordancePath) => Reading | undefined;
  readonly away: NonNullable<Values["away"]>;
  readonly status: () => AgentStatus;
  readonly alerts: () => { readonly standing: readonly AlertNow[]; readonly mutes: Readonly<Record<string, number>> };
  readonly people: () => readonly PersonNow[];
  /** The newest so many entries of the audit, the oldest first. */
  readonly audit: (limit: number) => readonly AuditEntry[];
  readonly showTime: ShowTime;
  readonly clock: Clock;
  readonly texts: Texts;
}

export interface TypedText {
  readonly body: string;
  readonly operator: Operator;
  readonly eventId: string;
  readonly isMentioned: boolean;
  /** Id of the event that begins the thread in which it stands. */
  readonly thread?: string | undefined;
}

export type Understanding =
  | { readonly kind: "chatter" }
  | ({ readonly isAddressed: boolean } & (
      | { readonly kind: "answer"; readonly content: Readonly<Record<string, unknown>>; readonly isDoubt: boolean }
      | { readonly kind: "wish"; readonly wish: TextWish }
      /** Moves nothing, but takes a while. */
      | { readonly kind: "chart"; readonly chart: ChartWish }
      | { readonly kind: "code"; readonly code: string; readonly isBare: boolean }
      | { readonly kind: "pair"; readonly code: string | undefined }
    ));

/** Entries of the audit that are looked through for one answer. */
const mostEntries = 200;

/** What a text of an operator asks for. Names are folded once, here. */
export function prepareUnderstanding(parts: UnderstandingParts): (text: TypedText) => Understanding {
  const { texts, things, clock, latest, away } = parts;
  const findTarget = prepareFindTarget(things);
  return ({ body, operator, eventId, isMentioned }) => {
    const parsed = parseAddressed(body, isMentioned, parts.names, findTarget, texts.words);
    const isAddressed = parsed.kind !== "chatter" && parsed.isAddressed;
    const readable = things.filter(({ id }) => mayRead(operator, id));
    switch (parsed.kind) {
      case "chatter":
      case "code":
      case "pair":
        return parsed;
      case "stop":
      case "release":
        return { kind: "wish", wish: { thing: everything, op: "invoke", name: parsed.kind }, isAddressed };
      case "ack":
      case "mute": {
        const understood = understandQuiet(parsed.kind, parsed.words, findTarget, texts);
        return asUnderstanding(understood, eventId, isAddressed);
      }
      case "words": {
        const values = { latest, away, now: clock.now() };
        const understood = understandWords(parsed.words, findTarget, readable, values, texts);
        return asUnderstanding(understood, eventId, isAddressed);
      }
      default: {
        const answer = answerQuestion(parsed, { operator, readable, findTarget }, parts);
        return { kind: "answer", content: answerEvent(answer, eventId), isDoubt: false, isAddressed };
      }
    }
  };
}

function asUnderstanding(understood: UnderstoodWords, eventId: string, isAddressed: boolean): Understanding {
  if (understood.kind !== "answer") return { ...understood, isAddressed };
  const { answer, isDoubt } = understood;
  return { kind: "answer", content: answerEvent(answer, eventId), isDoubt, isAddressed };
}

type Question = Extract<ParsedText, { kind: "help" | "things" | "status" | "who" | "log" }>;

interface Asker {
  readonly operator: Operator;
  readonly readable: readonly Thing[];
  readonly findTarget: FindTarget;
}

function answerQuestion(asked: Question, asker: Asker, parts: UnderstandingParts): Answer {
  const { texts, clock } = parts;
  switch (asked.kind) {
    case "help":
      return help(texts);
    case "things":
      return listThings(asker.readable, texts);
    case "status":
      return tellStatus(asker, parts);
    case "who":
      return who(parts.people(), clock.now(), texts);
    case "log":
      return tellLog(asked.words, asker, parts);
  }
}

function tellStatus({ readable }: Asker, parts: UnderstandingParts): Answer {
  const { texts, clock, latest, away, showTime, things } = parts;
  const now = clock.now();
  const { standing, mutes } = parts.alerts();
  const seen = standing.filter(({ thing }) => thing === undefined || readable.some(({ id }) => id === thing));
  const lines = alertLines(seen, mutes, things, { showTime, now }, texts);
  const told = stack([...lines.map(sentence), status(parts.status(), readable, { latest, away, now }, texts)]);
  return { ...told, riding: valuesContent(readable, { latest, now }) };
}

function tellLog(
  words: readonly string[],
  { operator, readable, findTarget }: Asker,
  parts: UnderstandingParts,
): Answer {
  const { texts, clock, showTime } = parts;
  const now = clock.now();
  const ms = words.length === 0 ? undefined : readTypedDuration(words, texts.words);
  const found = words.length === 0 || ms !== undefined ? undefined : findTarget(words);
  if (found !== undefined && (found.kind !== "one" || found.rest.length > 0)) return sentence(texts.log.takes);
  const seesAll = operator.things === undefined && operator.may.includes("read");
  const scope = {
    sender: operator.user,
    readable: seesAll ? undefined : new Set(readable.map(({ id }): string => id)),
    thing: found?.target.thing.id,
    sinceAt: ms === undefined ? undefined : now - ms,
  };
  return log(parts.audit(mostEntries), scope, { showTime, now }, texts);
}

function mayRead({ may, things }: Operator, id: Thing["id"]): boolean {
  return may.includes("read") && (things === undefined || things.includes(id));
}
