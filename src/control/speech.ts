import type { ResultContent } from "../../schemas/result.ts";
import type { Operator } from "../config/configuration.ts";
import type { Command } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { Pin } from "../core/store-ports.ts";
import type { Wish } from "./admit-wish.ts";
import type { Refusal } from "./refusal.ts";

/** A text as a listed operator typed it. */
export interface TypedText {
  readonly body: string;
  readonly operator: Operator;
  readonly eventId: string;
}

export type Understanding =
  /** Not meant for the agent. */
  | { readonly kind: "chatter" }
  /** Answered at once, nothing moves; `content` is a whole `m.room.message`. */
  | { readonly kind: "answer"; readonly content: object }
  | { readonly kind: "wish"; readonly wish: Wish }
  /** Wants to be known from now on; without a code: because of the button. */
  | { readonly kind: "pair"; readonly code: string | undefined };

/** How the agent understands people and talks to them. Bounded and never throws; contents are whole `m.room.message`s. */
export interface Speech {
  understand(text: TypedText): Understanding;
  /** The one notice that carries the result of a text command. */
  outcome(command: Command, outcome: Outcome, result: ResultContent): object;
  refusal(refusal: Refusal, eventId: string, result: ResultContent | undefined): object;
  /** A key was pinned: the answer to `!pair`, or first use said out loud to the other operators. */
  pinned(pin: Pin, eventId: string, others: readonly UserId[]): object;
  alreadyPinned(eventId: string): object;
  /** One line about refusals that were only counted. */
  leftOut(counts: ReadonlyMap<RefusalCode, number>): object;
}
