import type { Operator } from "../config/configuration.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { InboxEvent, RoomFacts } from "../core/room-ports.ts";
import { type Refusal, refuse } from "./refusal.ts";

export interface ArrivalRules {
  readonly agent: UserId;
  /** The pinned ids of `room` and `data_room`. */
  readonly rooms: readonly RoomId[];
  readonly operators: readonly Operator[];
  readonly roomFacts: Pick<RoomFacts, "isJoined" | "isEncrypted">;
}

export type Arrival =
  /** The agent's own event. */
  { readonly kind: "ignored" } | { readonly kind: "listed"; readonly operator: Operator } | Refusal;

/** Rule 1 and the list of operators, before anything is decrypted. Size and budget were cut before the inbox. */
export function admitArrival(event: InboxEvent, rules: ArrivalRules): Arrival {
  if (event.sender === rules.agent) return { kind: "ignored" };
  if (!rules.rooms.includes(event.room)) return refuse("unknown-room");
  const operator = rules.operators.find(({ user }) => user === event.sender);
  if (operator === undefined) return refuse("unlisted");
  if (!rules.roomFacts.isJoined(event.room, event.sender)) return refuse("not-joined");
  if (event.type === "m.room.encrypted" && !rules.roomFacts.isEncrypted(event.room)) {
    return refuse("plaintext", "The room is not known to be encrypted, so nothing in it is obeyed.");
  }
  return { kind: "listed", operator };
}
