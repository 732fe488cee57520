import type { Operator } from "../config/configuration.ts";
import type { ChartWish } from "../core/chart-wish.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { InboxEvent, OpenedEvent, RoomFacts, SenderFacts } from "../core/room-ports.ts";
import type { ControlStore, Pin } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { isVerificationEvent } from "../core/verification-events.ts";
import { admitCommand } from "./admit-command.ts";
import { admitRelations, admitSender, admitUnpinned } from "./admit-sender.ts";
import type { FittingWish, Wish } from "./admit-wish.ts";
import type { Challenges } from "./challenges.ts";
import { keyOfFirstUse } from "./first-use.ts";
import { judgePair } from "./judge-pair.ts";
import { judgeText, type TextJudgement } from "./judge-text.ts";
import { commandIdOf, type Message, messageOf } from "./message-of.ts";
import type { PairDesk } from "./pair.ts";
import { effectivePin } from "./pins.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { relationOf } from "./relation-of.ts";
import type { Speech } from "./speech.ts";
import type { CodeJudgement, TextCodes } from "./text-codes.ts";
import type { WireFacts } from "./wire-facts.ts";

export interface JudgeRules {
  readonly agent: UserId;
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly store: Pick<ControlStore, "highestIndex" | "knowsCommand" | "journalEntry" | "pin">;
  readonly roomFacts: Pick<RoomFacts, "agents">;
  readonly challenges: Pick<Challenges, "judge">;
  readonly codes: Pick<TextCodes, "judge">;
  readonly speech: Speech;
  readonly pairing: Pick<PairDesk, "judge">;
}

export interface Admitted {
  readonly command: Command;
  readonly wish: FittingWish;
  readonly facts: SenderFacts;
  readonly operator: Operator;
}

export type Judgement = {
  /** Its key may be taken as used: rules 2 and 3 hold. */
  readonly seen?: { readonly sessionId: string; readonly index: number };
  /** To be written before anything else of it: paired, or first use. */
  readonly pin?: Pin;
  /** A challenge that was answered, a code that was typed: used up once the verdict is written. */
  readonly answered?: string;
  readonly typed?: CodeJudgement;
} & (
  | { readonly kind: "ignored" }
  /** A step of a verification by emoji: what proves anything there is compared by people. */
  | { readonly kind: "verification"; readonly type: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly kind: "answered"; readonly content: object }
  /** To be drawn and answered once the verdict is written. */
  | { readonly kind: "chart"; readonly chart: ChartWish }
  | ({ readonly kind: "admitted" } & Admitted)
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      readonly commandId?: string;
      /** The wish to ask back for: by a nonce where it came as a command event, else by a code. */
      readonly asks?: { readonly wish: Wish; readonly fitting: FittingWish };
    }
);

/** An event of a listed operator, past the checks that need no key. */
export interface Arrived {
  readonly event: InboxEvent;
  readonly wire: WireFacts;
  readonly operator: Operator;
}

type Settled = Exclude<OpenedEvent, { kind: "waiting" }>;
/** The gate's word on one opened event: rules 1 to 7 in order. Decides; writes and sends nothing. */
export function judgeEvent(arrived: Arrived, opened: Settled, rules: JudgeRules): Judgement {
  switch (opened.kind) {
    case "isolated":
      return {
        kind: "refused",
        refusal: refuse(opened.code === "identity-changed" ? "identity-changed" : "unsigned-device"),
      };
    case "undecryptable":
      return { kind: "refused", refusal: refuse("undecryptable") };
    case "plaintext": {
      // Some clients send these in clear.
      if (isVerificationEvent(opened.type, opened.content)) return { ...opened, kind: "verification" };
      const isWish = messageOf(opened.type, opened.content, arrived, rules) !== undefined;
      return isWish ? { kind: "refused", refusal: refuse("plaintext") } : { kind: "ignored" };
    }
    case "opened":
      return judgeOpened(arrived, opened, rules);
  }
}

function judgeOpened(arrived: Arrived, opened: Settled & { kind: "opened" }, rules: JudgeRules): Judgement {
  const { facts, content } = opened;
  const { event, wire, operator } = arrived;
  const highestIndex = (session: string) => rules.store.highestIndex(session);
  const seenNow = { seen: { sessionId: facts.sessionId, index: facts.index } };
  if (isVerificationEvent(opened.type, content)) {
    const isWell = admitUnpinned(facts, highestIndex) === undefined;
    return isWell ? { kind: "verification", type: opened.type, content, ...seenNow } : { kind: "ignored" };
  }
  const message = messageOf(opened.type, content, arrived, rules);
  const pin = effectivePin(operator, rules.store);
  const firstKey = message?.form === "pair" ? undefined : keyOfFirstUse(operator, facts, pin);
  const mayPin = message !== undefined && (message.form === "pair" || firstKey !== undefined);
  const distrust = mayPin ? admitUnpinned(facts, highestIndex) : admitSender(facts, pin, highestIndex);
  const seen = distrust === undefined ? seenNow : {};
  if (message === undefined) return { kind: "ignored", ...seen };
  if (distrust?.code === "replay" && isTheSame(message, arrived, opened, rules)) return { kind: "ignored" };
  const form = message.form === "event" ? "event" : "text";
  const refusal = admitRelations(form, [wire.relation, relationOf(content)]) ?? distrust;
  if (refusal !== undefined) return { kind: "refused", refusal, ...commandIdOf(message, content), ...seen };
  if (message.form === "pair") {
    return { ...judgePair(message.code, { event, facts, operator, sentAt: wire.sentAt }, rules), ...seen };
  }
  return { ...judgeMessage(message, arrived, opened, rules), ...seen, ...firstUse(operator, firstKey, rules) };
}

function firstUse({ user }: Operator, masterKey: string | undefined, { clock }: JudgeRules): { readonly pin?: Pin } {
  return masterKey === undefined ? {} : { pin: { user, masterKey, way: "first-use", pinnedAt: clock.now() } };
}

/** The homeserver told the event of a command again that was begun, under its own event id: it has its outcome. */
function isTheSame(
  message: Message,
  { event }: Arrived,
  { facts, content }: Settled & { kind: "opened" },
  { store }: JudgeRules,
): boolean {
  const { commandId = `${facts.sessionId}:${facts.index}` } = commandIdOf(message, content);
  return store.journalEntry(commandId)?.command.eventId === event.eventId;
}

function judgeMessage(
  message: Exclude<Message, { form: "pair" }>,
  { event, wire, operator }: Arrived,
  { facts, content }: Settled & { kind: "opened" },
  rules: JudgeRules,
): Judgement {
  const known = { ...rules, knowsCommand: (id: string) => rules.store.knowsCommand(id) };
  const admission: TextJudgement =
    message.form === "text"
      ? judgeText(message.understood, { event, facts, operator, sentAt: wire.sentAt }, known)
      : admitCommand(event, content, operator, known);
  switch (admission.kind) {
    case "answered":
    case "chart":
    case "ignored":
      return admission;
    case "admitted":
      return { ...admission, facts, operator };
    case "refused": {
      const { code, detail, kind, ...more } = admission;
      return { kind, refusal: { kind, code, detail }, ...commandIdOf(message, content), ...more };
    }
  }
}
