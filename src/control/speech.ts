import type { ResultContent } from "../../schemas/result.ts";
import type { Operator } from "../config/configuration.ts";
import type { ChartWish } from "../core/chart-wish.ts";
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
  /** The message mentions the agent (`m.mentions`). */
  readonly isMentioned: boolean;
  /** Id of the event that begins the thread in which it stands; the homeserver can forge it, so it only says where to answer. */
  readonly thread?: string | undefined;
}

export type Understanding =
  /** Not meant for the agent. */
  | { readonly kind: "chatter" }
  | ({
      /** It names this very agent, by a mention, a name in front or `agent/thing`. */
      readonly isAddressed: boolean;
    } & (
      | {
          /** Answered at once, nothing moves; `content` is a whole `m.room.message`. */
          readonly kind: "answer";
          readonly content: object;
          /** It says that the text was not clear: another agent of the room may know better. */
          readonly isDoubt: boolean;
        }
      | { readonly kind: "wish"; readonly wish: Wish }
      /** Moves nothing; drawn and answered later. */
      | { readonly kind: "chart"; readonly chart: ChartWish }
      /** Four digits; bare ones, without a prefix, may be just talk. */
      | { readonly kind: "code"; readonly code: string; readonly isBare: boolean }
      /** Wants to be known from now on; without a code: because of the button. */
      | { readonly kind: "pair"; readonly code: string | undefined }
    ));

/** What is asked back for, as the command would be. */
export type AskedBack = Pick<Command, "thing" | "op" | "name" | "input" | "lease" | "pulse">;

/** How the agent understands people and talks to them. Bounded and never throws; contents are whole `m.room.message`s. */
export interface Speech {
  understand(text: TypedText): Understanding;
  /** A text command takes longer than people wait. */
  accepted(command: Command, result: ResultContent): object;
  /** The notice that carries the final result of a text command. */
  outcome(command: Command, outcome: Outcome, result: ResultContent): object;
  refusal(refusal: Refusal, eventId: string): object;
  /** A key was pinned: the answer to `!pair`, or first use said out loud to the other operators. */
  pinned(pin: Pin, eventId: string, others: readonly UserId[]): object;
  alreadyPinned(eventId: string): object;
  /** Asks for a code that proves a text to be fresh. */
  askBack(asked: AskedBack, code: string, eventId: string): object;
  /** One line about refusals that were only counted. */
  leftOut(counts: ReadonlyMap<RefusalCode, number>): object;
}
