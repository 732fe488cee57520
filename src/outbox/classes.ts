import type { RoomId } from "../core/ids.ts";
import type { OutgoingEvent, SealedEvent } from "../core/room-ports.ts";

/** What kind of event waits: results and alerts, answers to people, latest values, history. The order is the order of sending. */
export type EventClass = "result" | "answer" | "latest" | "history";

/** One event that its source would like to have sent next. */
export interface Candidate {
  readonly class: EventClass;
  readonly room: RoomId;
  /** The same at every attempt, so that repeated PUTs become one event. */
  readonly txn: string;
  /** Sealed at an earlier attempt; never sealed again. */
  readonly sealed: SealedEvent | undefined;
  /** Its content as of now; asked once, right before sealing. */
  make(): OutgoingEvent;
  /** Whether it became larger by sealing than an event may be: then it is let go of, and `next` offers a smaller one. */
  isTooLarge?(sealed: SealedEvent): boolean;
  /** Called before the first PUT; durable, where the source is, when it returns. */
  keepSealed(sealed: SealedEvent): void;
  sent(eventId: string): void;
  /** The homeserver will never take it: the source lets go of it. */
  rejected(detail: string): void;
  /** 413: true where the source took it back and offers smaller ones; else it is rejected. */
  divide?(sealed: SealedEvent): boolean;
  /** Power is missing: the source goes another way. Without it the room counts as closed for a while. */
  forbidden?(detail: string): void;
}

/** Where events of one or more classes come from, in their order. */
export interface Source {
  /**
   * The event to send next, the same one until it was sent or refused; else the ms until there may be one by itself;
   * undefined: none before the loop is woken. Nothing for rooms in `passOver`: the loop knows when they are tried again.
   */
  next(passOver: ReadonlySet<RoomId>): Candidate | number | undefined;
}
