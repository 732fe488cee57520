import type { ICreateRoomOpts, MatrixClient } from "matrix-js-sdk";
import { asRoomId, type RoomId, type UserId } from "../core/ids.ts";
import type { Facts } from "./rooms.ts";

export interface NewSpace {
  readonly name: string;
  /** What it holds. */
  readonly rooms: readonly RoomId[];
  /** Who is invited, and may name it and invite. */
  readonly people: readonly UserId[];
}

const spaceFact = "space:own";

/**
 * Makes one Space that holds the agent's rooms, once in the life of a state directory (Matrix spec, spaces). Its state is plain
 * and holds nothing but a name and the rooms' ids. Rejects where the homeserver makes none.
 */
export async function makeSpace(client: MatrixClient, facts: Facts, space: NewSpace): Promise<RoomId> {
  const kept = facts.fact(spaceFact);
  if (kept !== undefined) return asRoomId(kept);
  const { room_id } = await client.createRoom(spaceOptions(client.getSafeUserId(), space));
  facts.setFact(spaceFact, room_id);
  return asRoomId(room_id);
}

function spaceOptions(self: string, { name, rooms, people }: NewSpace): ICreateRoomOpts {
  const others = people.filter((person) => person !== self);
  // A room id may tell no server: who asks for the room asks ours.
  const via = [self.slice(self.indexOf(":") + 1)];
  const options = {
    name,
    visibility: "private",
    preset: "private_chat",
    creation_content: { type: "m.space" },
    invite: others,
    power_level_content_override: { events_default: 100, invite: 50 },
    initial_state: [
      ...rooms.map((room) => ({ type: "m.space.child", state_key: room, content: { via, suggested: true } })),
      { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "joined" } },
      { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
    ],
  };
  // The library types its enums nominally; these are their values.
  return options as ICreateRoomOpts;
}
