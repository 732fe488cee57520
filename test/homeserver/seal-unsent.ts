import type { RoomId } from "../../src/core/ids.ts";
import { reachCrypto } from "../../src/matrix/reach-crypto.ts";
import type { PlainClient } from "./matrix-user.ts";

export type SealUnsent = (type: string, content: object) => Promise<object>;

/** Encrypts in the room's real Megolm session, whose key its members get, and sends nothing. Resolves to the wire content. */
export function sealUnsent({ client, library, userId }: PlainClient, roomId: RoomId): SealUnsent {
  const { encrypt } = reachCrypto(client);
  const room = client.getRoom(roomId);
  if (room === null) throw new Error(`${userId} is not in ${roomId}`);
  return async (type, content) => {
    const event = new library.sdk.MatrixEvent({ type, content, room_id: roomId, sender: userId, event_id: "~unsent" });
    await encrypt(event, room);
    return event.getWireContent();
  };
}
