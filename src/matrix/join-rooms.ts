import type { MatrixClient } from "matrix-js-sdk";
import { AgentFault } from "../core/agent-fault.ts";
import { asRoomId, type RoomId, type UserId } from "../core/ids.ts";
import { createRoom, type NewRoom } from "./create-room.ts";
import type { Facts, Rooms } from "./rooms.ts";
import { reasonOf, statusOf, type WaitParts, waitForHomeserver } from "./wait-for-homeserver.ts";

/** Ids or aliases from the configuration; without both the agent makes its own two. */
export interface RoomWishes {
  readonly room: string | undefined;
  readonly dataRoom: string | undefined;
  /** Who is listed may change while the link is open: read anew whenever it is needed. */
  readonly operators: readonly UserId[];
  readonly readers: readonly UserId[];
  readonly names: { readonly room: string; readonly dataRoom: string };
}

export interface JoinRoomsParts extends WaitParts {
  readonly client: MatrixClient;
  readonly facts: Facts;
  readonly rooms: Rooms;
  /** Resolves after the next sync. */
  readonly nextSync: () => Promise<void>;
  readonly log: (line: string) => void;
}

export interface JoinedRooms {
  readonly room: RoomId;
  readonly dataRoom: RoomId | undefined;
}

type Name = "room" | "data_room";

/**
 * The ids that were pinned before, needed before the first sync so that its events are kept. An id in the configuration
 * pins itself; an alias is resolved once.
 */
export function pinnedRoom(facts: Facts, name: Name, wish: string | undefined): RoomId | undefined {
  if (wish?.startsWith("!")) return asRoomId(wish);
  const id = facts.fact(pinOf(name, wish));
  return id === undefined ? undefined : asRoomId(id);
}

/** Who invited us to a room, kept because the homeserver tells it once. */
export const invitedBy = (room: RoomId): string => `invited:${room}`;

/** Joins the configured rooms, or makes `room` and `data_room`. Throws AgentFault `room-missing`. */
export async function joinRooms(wishes: RoomWishes, parts: JoinRoomsParts): Promise<JoinedRooms> {
  if (wishes.room === undefined && wishes.dataRoom === undefined) return makeRooms(wishes, parts);
  const room = await joinWished("room", wishes.room ?? wishes.dataRoom ?? "", wishes, parts);
  if (wishes.room === undefined || wishes.dataRoom === undefined) return { room, dataRoom: undefined };
  return { room, dataRoom: await joinWished("data_room", wishes.dataRoom, wishes, parts) };
}

async function joinWished(name: Name, wish: string, wishes: RoomWishes, parts: JoinRoomsParts): Promise<RoomId> {
  const id = pinnedRoom(parts.facts, name, wish) ?? (await resolve(name, wish, parts));
  parts.rooms.know(id);
  await ensureJoined(id, wish, wishes.operators, parts);
  return id;
}

async function resolve(name: Name, alias: string, parts: JoinRoomsParts): Promise<RoomId> {
  try {
    const { room_id } = await waitForHomeserver(() => parts.client.getRoomIdForAlias(alias), parts);
    parts.facts.setFact(pinOf(name, alias), room_id);
    return asRoomId(room_id);
  } catch (error) {
    throw new AgentFault("room-missing", `The alias ${alias} cannot be resolved: ${reasonOf(error)}`, { cause: error });
  }
}

/** Joins on an invitation by a listed operator only. */
export async function ensureJoined(
  id: RoomId,
  wish: string,
  operators: readonly UserId[],
  parts: Pick<JoinRoomsParts, "client" | "facts" | "nextSync" | keyof WaitParts>,
): Promise<void> {
  const membership = (): string | undefined => parts.client.getRoom(id)?.getMyMembership();
  if (membership() === "join") return;
  const inviter = parts.facts.fact(invitedBy(id));
  if (!operators.some((operator) => operator === inviter)) {
    const why = inviter === undefined ? "nobody invited the agent to it" : `${inviter}, who is not listed, invited it`;
    throw new AgentFault("room-missing", `The agent is not in ${wish}: ${why}.`);
  }
  try {
    await waitForHomeserver(() => parts.client.joinRoom(id), parts);
  } catch (error) {
    throw new AgentFault("room-missing", `${wish} cannot be joined: ${reasonOf(error)}`, { cause: error });
  }
  while (membership() !== "join") await parts.nextSync();
}

async function makeRooms(wishes: RoomWishes, parts: JoinRoomsParts): Promise<JoinedRooms> {
  const room = await makeRoom("room", wishes, parts);
  const dataRoom = await makeRoom("data_room", wishes, parts);
  await invitePeople({ room, dataRoom }, wishes, parts);
  return { room, dataRoom };
}

/** Invites to the agent's own rooms whoever is listed and was never a member; rooms of others are theirs to fill. Never rejects. */
export async function invitePeople(
  joined: JoinedRooms | undefined,
  wishes: RoomWishes,
  parts: JoinRoomsParts,
): Promise<void> {
  if (joined === undefined || wishes.room !== undefined || wishes.dataRoom !== undefined) return;
  const { room, dataRoom } = joined;
  await inviteAll(room, wishes.operators, parts);
  if (dataRoom !== undefined) await inviteAll(dataRoom, [...wishes.operators, ...wishes.readers], parts);
}

async function makeRoom(name: Name, { names, operators }: RoomWishes, parts: JoinRoomsParts): Promise<RoomId> {
  const pinned = pinnedRoom(parts.facts, name, undefined);
  const purpose = name === "room" ? "people" : "data";
  const title = name === "room" ? names.room : names.dataRoom;
  const id = pinned ?? (await create({ purpose, name: title, operators }, parts));
  if (pinned === undefined) parts.facts.setFact(pinOf(name, undefined), id);
  parts.rooms.know(id);
  if (pinned !== undefined && parts.client.getRoom(id)?.getMyMembership() !== "join") {
    throw new AgentFault("room-missing", `The agent is no longer in ${id}, which it made itself.`, {
      remedy: "Invite it again and name the room under matrix.room and matrix.data_room.",
    });
  }
  while (parts.client.getRoom(id)?.getMyMembership() !== "join") await parts.nextSync();
  return id;
}

async function create(room: NewRoom, parts: JoinRoomsParts): Promise<RoomId> {
  try {
    return await waitForHomeserver(() => createRoom(parts.client, room), parts);
  } catch (error) {
    throw new AgentFault("homeserver-refused", `No room can be made: ${reasonOf(error)}`, { cause: error });
  }
}

/** Whoever was never a member; one who left is not called back. */
async function inviteAll(id: RoomId, users: readonly UserId[], parts: JoinRoomsParts): Promise<void> {
  for (const user of new Set(users)) {
    if (parts.rooms.state(id, "m.room.member", user) !== undefined) continue;
    try {
      await waitForHomeserver(() => parts.client.invite(id, user), parts);
    } catch (error) {
      parts.log(`${user} cannot be invited to ${id}${statusOf(error) === 429 ? " yet" : ""}: ${reasonOf(error)}`);
    }
  }
}

function pinOf(name: Name, wish: string | undefined): string {
  return `${name}:${wish ?? "own"}`;
}
