import type { Answer, Asked, Lie } from "../pass-through.ts";
import { isSync } from "./edit-sync.ts";
import { jsonAnswer } from "./json-answer.ts";
import type { RoomPart, ToDevice, WireEvent } from "./wire.ts";

/** What a client is told that the homeserver behind never said. */
export interface News {
  readonly rooms?: Readonly<Record<string, RoomPart>>;
  readonly toDevice?: readonly ToDevice[];
  /** Users whose keys are said to have changed. */
  readonly keysChanged?: readonly string[];
}

export interface SyncFeed {
  readonly lie: Lie;
  /** Answers the next /sync with this; resolves when the one after it is asked, so it was taken in. */
  feed(news: News): Promise<void>;
  /** Ends a /sync that waits with whatever the homeserver has now, so that a lie told meanwhile is heard. Resolves like `feed`. */
  nudge(): Promise<void>;
}

interface Waiting {
  readonly news: News | undefined;
  readonly taken: () => void;
}

/** Feeds one client. Its first answer, and the one with the whole state after a restart, stay the homeserver's own. */
export function syncFeed(): SyncFeed {
  const waiting: Waiting[] = [];
  let wake = (): void => undefined;
  let afterAnswer: (() => void) | undefined;
  const lie: Lie = async (asked, pass) => {
    if (!isSync(asked)) return await pass(asked);
    afterAnswer?.();
    afterAnswer = undefined;
    const since = asked.query.get("since");
    if (since === null || asked.query.get("full_state") === "true") return await pass(asked);
    const woken = new AbortController();
    wake = () => woken.abort();
    if (waiting.length > 0) woken.abort();
    try {
      return await pass({ ...asked, gone: AbortSignal.any([asked.gone, woken.signal]) });
    } catch (error) {
      const next = waiting.shift();
      if (next === undefined) throw error;
      const answer = next.news === undefined ? await pass(atOnce(asked)) : fed(next.news, since);
      afterAnswer = next.taken;
      return answer;
    }
  };
  const put = (news: News | undefined): Promise<void> =>
    new Promise((taken) => {
      waiting.push({ news, taken });
      wake();
    });
  return { lie, feed: put, nudge: () => put(undefined) };
}

function atOnce(asked: Asked): Asked {
  const query = new URLSearchParams(asked.query);
  query.set("timeout", "0");
  return { ...asked, query };
}

/** The token stays, so that the homeserver goes on from where it was. */
function fed({ rooms, toDevice, keysChanged }: News, since: string): Answer {
  return jsonAnswer(200, {
    next_batch: since,
    ...(rooms !== undefined && { rooms: { join: rooms } }),
    ...(toDevice !== undefined && { to_device: { events: toDevice } }),
    ...(keysChanged !== undefined && { device_lists: { changed: keysChanged } }),
  });
}

/** A room's part with these events and nothing else. */
export function timelineOf(events: readonly WireEvent[]): RoomPart {
  return { timeline: { events, limited: false }, state: { events: [] } };
}
