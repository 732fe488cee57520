import type { RoomId, UserId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";

/** An invitation as the homeserver shows it before one is in; nothing of it is proven. */
export interface Invitation {
  readonly room: RoomId;
  readonly inviter: string;
  readonly isDirect: boolean;
  readonly isEncrypted: boolean;
}

interface StrippedEvent {
  readonly type?: unknown;
  readonly sender?: unknown;
  readonly state_key?: unknown;
  readonly content?: unknown;
}

/** Reads stripped state (Matrix spec, `invite_state`); undefined where nobody invited us. */
export function readInvitation(room: RoomId, state: readonly StrippedEvent[], self: UserId): Invitation | undefined {
  const mine = state.findLast(
    ({ type, state_key, content }) =>
      type === "m.room.member" && state_key === self && plainObject(content).membership === "invite",
  );
  if (typeof mine?.sender !== "string") return undefined;
  return {
    room,
    inviter: mine.sender,
    isDirect: plainObject(mine.content).is_direct === true,
    isEncrypted: state.some(({ type, state_key }) => type === "m.room.encryption" && state_key === ""),
  };
}
