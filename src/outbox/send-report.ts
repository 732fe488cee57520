import type { FaultCode } from "../core/fault-codes.ts";
import type { RoomId } from "../core/ids.ts";

/** What the loop tells as it happens; every one is called once per change, except `rejected`. */
export interface SendReport {
  /** The room takes nothing for now; told once until something was sent there. */
  closed(room: RoomId, code: FaultCode, detail: string): void;
  /** The room takes events again. */
  opened(room: RoomId): void;
  /** The homeserver refused an event for good, or the agent may not write this state. */
  rejected(room: RoomId, code: FaultCode, detail: string): void;
  /** First attempt without an answer. */
  away(detail: string): void;
  /** First answer after that. */
  back(): void;
  /** A source or the sealing failed; the event is tried again later. */
  broken(cause: unknown): void;
}

export interface SendCounts {
  readonly sent: number;
  readonly limited: number;
  readonly unanswered: number;
  readonly rejected: number;
  /** UTC ms at which the homeserver took an event last. */
  readonly lastSentAt: number | undefined;
}
