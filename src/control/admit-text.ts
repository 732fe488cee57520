import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { InboxEvent, SenderFacts } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import { type Admission, commandOf } from "./admit-command.ts";
import { admitWish, type Wish } from "./admit-wish.ts";
import { judgeTextAge } from "./freshness.ts";
import { textNeedsChallenge } from "./needs-challenge.ts";
import { refuse } from "./refusal.ts";

export interface TextRules {
  readonly things: readonly Thing[];
  readonly clock: Clock;
  readonly knowsCommand: (id: string) => boolean;
}

export interface TextOrigin {
  readonly event: InboxEvent;
  readonly facts: SenderFacts;
  readonly operator: Operator;
  /** UTC ms, the homeserver's word. */
  readonly sentAt: number | undefined;
}

/**
 * Rules 4 to 7 for what a text was understood to ask. Its id is its Megolm session and index: no two texts share them.
 * `isConfirmed`: it is the code that was asked for, so the wish behind it is fresh.
 */
export function admitText(
  wish: Wish,
  { event, facts, operator, sentAt }: TextOrigin,
  rules: TextRules,
  isConfirmed: boolean,
): Admission {
  const { things, clock } = rules;
  const fitting = admitWish(wish, operator, things, clock);
  if (fitting.kind === "refused") return fitting;
  const stale = judgeTextAge({ sentAt, receivedAt: event.receivedAt }, clock);
  if (stale !== undefined) return stale;
  if (!isConfirmed && textNeedsChallenge(fitting, clock.isTrusted())) {
    return { ...refuse("challenge"), asks: { wish, fitting } };
  }
  const id = `${facts.sessionId}:${facts.index}`;
  if (rules.knowsCommand(id)) return refuse("repeated");
  return { kind: "admitted", command: commandOf(event, "text", id, fitting, undefined), wish: fitting };
}
