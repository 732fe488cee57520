import type { CommandContent } from "../../../schemas/command.ts";
import type { EventValue } from "../../core/event-value.ts";
import type { RoomId, UserId } from "../../core/ids.ts";

/** What an operator wants done. */
export interface CommandWish {
  readonly thing: string;
  readonly op: CommandContent["op"];
  /** Property or action. */
  readonly name: string;
  /** Numbers as decimal strings. For `read`, "fresh" asks the source anew. */
  readonly input?: EventValue;
  /** Default: the agent that has the Thing. */
  readonly agent?: UserId;
  /** Default: the agent's room for people. */
  readonly room?: RoomId;
  /** ms for which the command may be carried out; default 30 s. */
  readonly lifetimeMs?: number;
}

/** How a command ended as far as this side knows. */
export interface CommandEnd {
  readonly commandId: string;
  /** undefined when the command did not leave. */
  readonly eventId: string | undefined;
  readonly outcome: CommandOutcome;
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
}
