import type { Operator } from "../config/configuration.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { InboxEvent, RoomFacts } from "../core/room-ports.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** Longest raw event that is opened, in UTF-16 units: far more than a command or a typed line needs. */
export const longestRaw = 16_384;

export interface ArrivalRules {
  readonly agent: UserId;
  /** The pinned ids of `room` and `data_room`. */
  readonly rooms: readonly RoomId[];
  readonly operators: readonly Operator[];
  readonly roomFacts: RoomFacts;
  /** Whether this sender's events are within the budget; counts this one. */
  readonly withinBudget: (sender: UserId) => boolean;
}

export type Arrival =
  /** The agent's own event. */
  { readonly kind: "ignored" } | { readonly kind: "listed"; readonly operator: Operator } | Refusal;

/** Rule 1 and the list of operators, before anything is decrypted: what a stranger can send costs next to nothing. */
export function admitArrival(event: InboxEvent, rules: ArrivalRules): Arrival {
  if (event.sender === rules.agent) return { kind: "ignored" };
  if (!rules.rooms.includes(event.room)) return refuse("unknown-room");
  const operator = rules.operators.find(({ user }) => user === event.sender);
  if (operator === undefined) return refuse("unlisted");
  if (!rules.roomFacts.isJoined(event.room, event.sender)) return refuse("not-joined");
  if (event.raw.length > longestRaw) return refuse("too-large");
  if (!rules.withinBudget(event.sender)) return refuse("over-budget");
  if (event.type === "m.room.encrypted" && !rules.roomFacts.isEncrypted(event.room)) {
    return refuse("plaintext", "The room is not known to be encrypted, so nothing in it is obeyed.");
  }
  return { kind: "listed", operator };
}
