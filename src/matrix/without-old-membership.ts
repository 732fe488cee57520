import { asUserId, type RoomId, type UserId } from "../core/ids.ts";
import type { RoomSection, WireEvent } from "./sync-body.ts";

export interface KnownMembers {
  readonly room: RoomId;
  readonly self: UserId;
  /** Whether the library has somebody as joined by now. */
  readonly isJoined: (room: RoomId, user: UserId) => boolean;
}

/**
 * A joined room's `state` may hold our own invitation, or anybody's, from before the join: Synapse computes it where the timeline
 * begins, and that may be on a branch of the room that has not seen the join. Believed, it would take us or them out of the room again.
 * An invitation that came after they had left stands in the timeline, or behind their leaving, unless the timeline has a hole.
 */
export function withoutOldMembership(section: RoomSection, { room, self, isJoined }: KnownMembers): RoomSection {
  const isWhole = section.timeline?.limited !== true;
  const isOld = ({ type, state_key, content }: WireEvent): boolean => {
    if (type !== "m.room.member" || typeof state_key !== "string") return false;
    if (state_key === self) return content?.membership !== "join";
    return isWhole && content?.membership === "invite" && isJoined(room, asUserId(state_key));
  };
  const events = section.state?.events ?? [];
  return events.some(isOld) ? { ...section, state: { events: events.filter((event) => !isOld(event)) } } : section;
}
