import type { RoomId, ThingId, UserId } from "./ids.ts";
import type { Value } from "./value.ts";

export type Operation = "write" | "invoke" | "read";

/** The reserved id that stands for all Things: `stop`, `release`, `ack` and `mute` are invoked on it. */
export const everything = "all";

/** What is invoked on a Thing or `all` without being an action: reserved words, so no action bears these names. */
export function isAboutAlerts(name: string): name is "ack" | "mute" {
  return name === "ack" || name === "mute";
}

/** A wish that passed the gate: who, where, what, and until when it may still be carried out. */
export interface Command {
  /** UUID of a command event; `<session>:<index>` of a text command. Seen once, kept 30 days. */
  readonly id: string;
  readonly sender: UserId;
  readonly room: RoomId;
  readonly eventId: string;
  readonly source: "event" | "text";
  readonly thing: ThingId;
  readonly op: Operation;
  /** Name of the property or action. */
  readonly name: string;
  /** The value to write, in the property's type; for `read`, whether the source is asked anew. */
  readonly input: Value | "fresh" | undefined;
  /** ms after which a write goes back to `safe_value`; undefined: stays. */
  readonly lease: number | undefined;
  /** ms a pulse or a mute lasts, where the command says so. */
  readonly pulse: number | undefined;
  /** UTC ms on the agent's clock; undefined for text, which carries no authenticated time. */
  readonly expiresAt: number | undefined;
}
