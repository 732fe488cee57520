import type { Lie } from "../pass-through.ts";
import { editRoom, editSync, editTimeline, withRoom, withTimeline } from "./edit-sync.ts";
import type { WireEvent } from "./wire.ts";

/** Events of one answer in another order. */
export function reorder(room: string, order: (events: readonly WireEvent[]) => readonly WireEvent[]): Lie {
  return editRoom(room, (part) => withTimeline(part, order(part.timeline?.events ?? [])));
}

/** Another time, sender or relation, as the event passes by. */
export function rewrite(room: string, change: (event: WireEvent) => WireEvent): Lie {
  return editTimeline(room, change);
}

/** An event of one room is told as one of another. */
export function moveEvents(from: string, to: string, fits: (event: WireEvent) => boolean): Lie {
  return editSync((body) => {
    const source = body.rooms?.join?.[from];
    const moved = source?.timeline?.events.filter(fits) ?? [];
    if (source === undefined || moved.length === 0) return body;
    const left = withTimeline(
      source,
      (source.timeline?.events ?? []).filter((event) => !fits(event)),
    );
    const target = body.rooms?.join?.[to] ?? {};
    const joined = withTimeline(target, [...(target.timeline?.events ?? []), ...moved]);
    return withRoom(withRoom(body, from, left), to, joined);
  });
}

/** Only the newest events of an answer are given, as after a flood or a long absence; the rest must be asked for. */
export function cutTimeline(room: string, keep: number): Lie {
  return editRoom(room, (part, asked) => {
    const events = part.timeline?.events ?? [];
    if (events.length <= keep) return part;
    const prev_batch = part.timeline?.prev_batch ?? asked.query.get("since") ?? "";
    return { ...part, timeline: { events: keep === 0 ? [] : events.slice(-keep), limited: true, prev_batch } };
  });
}
