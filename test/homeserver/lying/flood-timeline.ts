import type { Asked, Lie } from "../pass-through.ts";
import { editSync, isSync, withRoom, withTimeline } from "./edit-sync.ts";
import type { WireEvent } from "./wire.ts";

export interface TimelineFlood {
  readonly lie: Lie;
  /** Events that were told so far. */
  told(): number;
}

/** ms after which a /sync that waits is answered. */
const answerEveryMs = 100;

/**
 * From now on so many events a second come into the timeline of a room, in each answer those that are due, before the
 * homeserver's own. Answers that come late hold more of them. The first answer, and the one with the whole state, stay as they are.
 */
export function floodTimeline(room: string, perSecond: number, make: (number: number) => WireEvent): TimelineFlood {
  const began = performance.now();
  let told = 0;
  const add = editSync((body) => {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond) - told;
    const events = Array.from({ length: due }, (_, place) => make(told + place));
    told += due;
    const part = body.rooms?.join?.[room] ?? { state: { events: [] } };
    return withRoom(body, room, withTimeline(part, [...events, ...(part.timeline?.events ?? [])]));
  });
  return {
    lie: (asked, pass) => (isFlooded(asked) ? add(soon(asked), pass) : pass(asked)),
    told: () => told,
  };
}

function isFlooded(asked: Asked): boolean {
  return isSync(asked) && asked.query.has("since") && asked.query.get("full_state") !== "true";
}

function soon(asked: Asked): Asked {
  const query = new URLSearchParams(asked.query);
  query.set("timeout", String(Math.min(answerEveryMs, Number(query.get("timeout") ?? 0))));
  return { ...asked, query };
}
