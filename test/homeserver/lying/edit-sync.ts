import type { Asked, Lie } from "../pass-through.ts";
import { editJson } from "./json-answer.ts";
import { type RoomPart, type SyncBody, stateAfter, type WireEvent } from "./wire.ts";

export function isSync({ path }: Asked): boolean {
  return path.endsWith("/_matrix/client/v3/sync");
}

/** Changes each answer of /sync. */
export function editSync(edit: (body: SyncBody, asked: Asked) => SyncBody): Lie {
  return editJson<SyncBody>(isSync, edit);
}

/** Changes the part of one room in each answer of /sync that speaks of it. */
export function editRoom(room: string, edit: (part: RoomPart, asked: Asked) => RoomPart): Lie {
  return editSync((body, asked) => {
    const part = body.rooms?.join?.[room];
    return part === undefined ? body : withRoom(body, room, edit(part, asked));
  });
}

export function withRoom(body: SyncBody, room: string, part: RoomPart): SyncBody {
  return { ...body, rooms: { ...body.rooms, join: { ...body.rooms?.join, [room]: part } } };
}

/** Changes the events of a room's timeline; `undefined` leaves one out, an array puts several in its place. */
export function editTimeline(
  room: string,
  edit: (event: WireEvent) => WireEvent | readonly WireEvent[] | undefined,
): Lie {
  return editRoom(room, (part) =>
    withTimeline(
      part,
      (part.timeline?.events ?? []).flatMap((event) => edit(event) ?? []),
    ),
  );
}

export function withTimeline(part: RoomPart, events: readonly WireEvent[]): RoomPart {
  return { ...part, timeline: { ...part.timeline, events } };
}

/** The state events of a room's part, wherever this answer carries them. */
export function editState(part: RoomPart, edit: (events: readonly WireEvent[]) => readonly WireEvent[]): RoomPart {
  const { state } = part;
  const after = part[stateAfter];
  const isState = ({ state_key }: WireEvent): boolean => state_key !== undefined;
  const timeline = part.timeline?.events ?? [];
  const edited = { ...part, ...(state !== undefined && { state: { ...state, events: edit(state.events) } }) };
  if (after !== undefined) return { ...edited, [stateAfter]: { ...after, events: edit(after.events) } };
  if (!timeline.some(isState)) return edited;
  return withTimeline(
    edited,
    timeline.flatMap((event) => (isState(event) ? edit([event]) : [event])),
  );
}
