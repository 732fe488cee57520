import type { Content, WireEvent } from "./wire.ts";

let count = 0;

/** An id as Synapse gives it, never given before. */
export function newEventId(): string {
  return `$forged${String(++count).padStart(6, "0")}${"x".repeat(30)}`;
}

/** The same ciphertext as if it were said anew. */
export function asNew(event: WireEvent, change: Partial<WireEvent> = {}): WireEvent {
  return { ...event, event_id: newEventId(), origin_server_ts: Date.now(), ...change };
}

/** With this beside the ciphertext, where the homeserver can write: `m.relates_to`, `m.new_content`. */
export function withOutside(event: WireEvent, outside: Content): WireEvent {
  return { ...event, content: { ...event.content, ...outside } };
}

/** The relations there are (Matrix spec, relationships between events). */
export const relations = {
  edit: (event_id: string) => ({ rel_type: "m.replace", event_id }),
  thread: (event_id: string) => ({ rel_type: "m.thread", event_id, "m.in_reply_to": { event_id } }),
  reply: (event_id: string) => ({ "m.in_reply_to": { event_id } }),
  reference: (event_id: string) => ({ rel_type: "m.reference", event_id }),
  reaction: (event_id: string) => ({ rel_type: "m.annotation", event_id, key: "👍" }),
} as const;

/** An event in clear under any sender's name. */
export function inClear(sender: string, type: string, content: Content): WireEvent {
  return { type, sender, content, event_id: newEventId(), origin_server_ts: Date.now() };
}

export function stateEvent(sender: string, type: string, stateKey: string, content: Content): WireEvent {
  return { ...inClear(sender, type, content), state_key: stateKey };
}

export function memberEvent(user: string, membership: "join" | "leave" | "ban" | "invite", sender = user): WireEvent {
  return stateEvent(sender, "m.room.member", user, { membership });
}

export function redaction(sender: string, redacts: string): WireEvent {
  return { ...inClear(sender, "m.room.redaction", { redacts }), redacts };
}

export function tombstone(sender: string, replacement: string): WireEvent {
  return stateEvent(sender, "m.room.tombstone", "", { body: "This room was replaced", replacement_room: replacement });
}
