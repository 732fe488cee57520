import type { ICreateRoomOpts, MatrixClient } from "matrix-js-sdk";
import { asRoomId, type RoomId, type UserId } from "../core/ids.ts";

/** Since that room version a creator stands above the power levels and must not be listed in them (MSC4289). */
const creatorsAreAbove = 12;

/** What an operator may do in a room of the agent's: name it, describe it, invite. */
const operatorLevel = 50;

export interface NewRoom {
  /** `room` is for people, `data_room` for programs. */
  readonly purpose: "people" | "data";
  readonly name: string;
  readonly operators: readonly UserId[];
}

/** Makes a room: invite only, encrypted, history for members only. */
export async function createRoom(client: MatrixClient, room: NewRoom): Promise<RoomId> {
  const { room_id } = await client.createRoom(await roomOptions(client, room));
  return asRoomId(room_id);
}

async function roomOptions(client: MatrixClient, { purpose, name, operators }: NewRoom): Promise<ICreateRoomOpts> {
  const self = client.getSafeUserId();
  const capabilities = await client.getCapabilities();
  const above = Number(capabilities["m.room_versions"]?.default) >= creatorsAreAbove;
  // The state's type is hidden where state is encrypted, so writing it needs the default; `m.room.encrypted` has no entry.
  const events = { "m.room.name": 50, "m.room.topic": 50, "m.room.avatar": 50, "m.room.pinned_events": 50 };
  const others = operators.filter((operator) => operator !== self);
  const levels = Object.fromEntries(others.map((operator) => [operator, operatorLevel]));
  const encryption = {
    algorithm: "m.megolm.v1.aes-sha2",
    ...(purpose === "data" ? { "io.element.msc4362.encrypt_state_events": true, rotation_period_msgs: 5000 } : {}),
  };
  const options = {
    name,
    visibility: "private",
    preset: "private_chat",
    power_level_content_override: {
      state_default: 100,
      events_default: 0,
      users_default: 0,
      invite: operatorLevel,
      events,
      users: above ? levels : { ...levels, [self]: 100 },
    },
    initial_state: [
      { type: "m.room.encryption", state_key: "", content: encryption },
      { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "joined" } },
      { type: "m.room.join_rules", state_key: "", content: { join_rule: "invite" } },
      { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
    ],
  };
  // The library types its enums nominally; these are their values.
  return options as ICreateRoomOpts;
}
