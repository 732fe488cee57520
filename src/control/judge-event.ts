import { commandType } from "../../schemas/command.ts";
import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { InboxEvent, OpenedEvent, SenderFacts } from "../core/room-ports.ts";
import type { ControlStore, Pin } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { isVerificationEvent } from "../core/verification-events.ts";
import { type Admission, admitCommand } from "./admit-command.ts";
import { admitRelations, admitSender, admitUnpinned } from "./admit-sender.ts";
import { admitText, type TextOrigin, type TextRules } from "./admit-text.ts";
import { keyOfFirstUse } from "./first-use.ts";
import { judgeTextAge } from "./freshness.ts";
import { judgePair } from "./judge-pair.ts";
import type { PairDesk } from "./pair.ts";
import { effectivePin } from "./pins.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { type Relation, relationOf } from "./relation-of.ts";
import type { Speech, Understanding } from "./speech.ts";
import type { WireFacts } from "./wire-facts.ts";

export interface JudgeRules {
  readonly agent: UserId;
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly store: Pick<ControlStore, "highestIndex" | "knowsCommand" | "pin">;
  readonly speech: Speech;
  readonly pairing: Pick<PairDesk, "judge">;
}

export interface Admitted {
  readonly command: Command;
  readonly facts: SenderFacts;
  readonly operator: Operator;
}

export type Judgement = {
  /** Its key may be taken as used: rules 2 and 3 hold. */
  readonly seen?: { readonly sessionId: string; readonly index: number };
  /** To be written before anything else of it: paired, or first use. */
  readonly pin?: Pin;
} & (
  | { readonly kind: "ignored" }
  /** A step of a verification by emoji: what proves anything there is compared by people. */
  | { readonly kind: "verification"; readonly type: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly kind: "answered"; readonly content: object }
  | ({ readonly kind: "admitted" } & Admitted)
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly commandId?: string }
);

/** An event of a listed operator, past the checks that need no key. */
export interface Arrived {
  readonly event: InboxEvent;
  readonly wire: WireFacts;
  readonly operator: Operator;
}

type Settled = Exclude<OpenedEvent, { kind: "waiting" }>;
type Understood = Exclude<Understanding, { kind: "chatter" }>;
type Asked = Exclude<Understood, { kind: "pair" }>;
type Message =
  | { readonly form: "event" }
  | { readonly form: "text"; readonly understood: Asked }
  | { readonly form: "pair"; readonly code: string | undefined };

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
      const isWish = messageOf(opened.type, opened.content, arrived, rules.speech) !== undefined;
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
  const message = messageOf(opened.type, content, arrived, rules.speech);
  const pin = effectivePin(operator, rules.store);
  const firstKey = message?.form === "pair" ? undefined : keyOfFirstUse(operator, facts, pin);
  const mayPin = message !== undefined && (message.form === "pair" || firstKey !== undefined);
  const distrust = mayPin ? admitUnpinned(facts, highestIndex) : admitSender(facts, pin, highestIndex);
  const seen = distrust === undefined ? seenNow : {};
  if (message === undefined) return { kind: "ignored", ...seen };
  const refusal =
    admitRelations(message.form === "event" ? "event" : "text", [wire.relation, relationOf(content)]) ?? distrust;
  if (refusal !== undefined) return { kind: "refused", refusal, ...idOf(message, content), ...seen };
  if (message.form === "pair") {
    return { ...judgePair(message.code, { event, facts, operator, sentAt: wire.sentAt }, rules), ...seen };
  }
  return { ...judgeMessage(message, arrived, opened, rules), ...seen, ...firstUse(operator, firstKey, rules) };
}

function firstUse({ user }: Operator, masterKey: string | undefined, { clock }: JudgeRules): { readonly pin?: Pin } {
  return masterKey === undefined ? {} : { pin: { user, masterKey, way: "first-use", pinnedAt: clock.now() } };
}

function judgeMessage(
  message: Exclude<Message, { form: "pair" }>,
  { event, wire, operator }: Arrived,
  { facts, content }: Settled & { kind: "opened" },
  { agent, things, clock, store }: JudgeRules,
): Judgement {
  const known = { things, clock, knowsCommand: (id: string) => store.knowsCommand(id) };
  const origin = { event, facts, operator, sentAt: wire.sentAt };
  const admission =
    message.form === "text"
      ? judgeText(message.understood, origin, known)
      : admitCommand(event, content, operator, { agent, ...known });
  switch (admission.kind) {
    case "answered":
      return admission;
    case "admitted":
      return { kind: "admitted", command: admission.command, facts, operator };
    case "refused":
      return { kind: "refused", refusal: admission, ...idOf(message, content) };
  }
}

function judgeText(
  understood: Asked,
  origin: TextOrigin,
  rules: TextRules,
): Admission | { readonly kind: "answered"; readonly content: object } {
  if (understood.kind === "wish") return admitText(understood.wish, origin, rules);
  const stale = judgeTextAge({ sentAt: origin.sentAt, receivedAt: origin.event.receivedAt }, rules.clock);
  return stale ?? { kind: "answered", content: understood.content };
}

/** What an event asks for; undefined when it is not meant for the agent. */
function messageOf(
  type: string,
  content: Readonly<Record<string, unknown>>,
  { event, operator }: Arrived,
  speech: Speech,
): Message | undefined {
  if (type === commandType) return { form: "event" };
  if (type !== "m.room.message") return undefined;
  const text = textOf(content, relationOf(content));
  if (text === undefined) return undefined;
  const understood = speech.understand({ body: text, operator, eventId: event.eventId });
  switch (understood.kind) {
    case "chatter":
      return undefined;
    case "pair":
      return { form: "pair", code: understood.code };
    case "answer":
    case "wish":
      return { form: "text", understood };
  }
}

/** Notices are never read: two agents would talk to each other for ever. */
function textOf(content: Readonly<Record<string, unknown>>, relation: Relation): string | undefined {
  const edited = content["m.new_content"];
  const isEdit = relation === "edit" && typeof edited === "object" && edited !== null;
  const { msgtype, body } = isEdit ? (edited as Readonly<Record<string, unknown>>) : content;
  return msgtype === "m.text" && typeof body === "string" ? body : undefined;
}

const idShape = /^[0-9a-fA-F-]{36}$/;

function idOf({ form }: Message, { id }: Readonly<Record<string, unknown>>): { readonly commandId?: string } {
  return form === "event" && typeof id === "string" && idShape.test(id) ? { commandId: id } : {};
}
