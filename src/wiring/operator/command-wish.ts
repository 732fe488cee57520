import type { CommandContent } from "../../../schemas/command.ts";
import type { ResultContent } from "../../../schemas/result.ts";
import type { EventValue } from "../../core/event-value.ts";
import type { RoomId, UserId } from "../../core/ids.ts";

/** What an operator wants done. */
export interface CommandWish {
  readonly thing: string;
  readonly op: CommandContent["op"];
  /** Property or action. */
  readonly name: string;
  /** Numbers as decimal strings. For `read`, "fresh" asks the source anew; for a pulse how long it lasts, in ms. */
  readonly input?: EventValue;
  /** ms after which a write goes back to the output's safe value. */
  readonly lease?: number;
  /** Default: the agent that has the Thing. */
  readonly agent?: UserId;
  /** Default: the agent's room for people. */
  readonly room?: RoomId;
  /** ms for which the command may be carried out; default 30 s. */
  readonly lifetimeMs?: number;
}

/** How a command ended as far as this side knows. */
export interface CommandEnd {
  /** Whom it was sent to, and who alone may say how it ended. */
  readonly agent: UserId;
  readonly commandId: string;
  /** undefined when the command did not leave. */
  readonly eventId: string | undefined;
  readonly outcome: CommandOutcome;
  /** The agent asked back, and it was confirmed with a second command, whose end this is. */
  readonly isConfirmed: boolean;
}

/**
 * The agent's final result as it is; `unknown` with code `no-result` when none came in time, or `unanswered` when nobody
 * knows whether the homeserver took it; `failed` with code `not-sent` when it certainly did not leave.
 */
export interface CommandOutcome {
  readonly status: "done" | "refused" | "failed" | "unknown";
  readonly code?: string;
  readonly detail?: string;
  readonly output?: EventValue;
  readonly confirmed?: "property" | "driver" | "none";
  /** With code `challenge`: what a new command has to repeat. */
  readonly challenge?: ResultContent["challenge"];
}
