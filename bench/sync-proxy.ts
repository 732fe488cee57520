import { isSync } from "../test/homeserver/lying/edit-sync.ts";
import { syncFeed, timelineOf } from "../test/homeserver/lying/sync-feed.ts";
import type { SyncBody, WireEvent } from "../test/homeserver/lying/wire.ts";
import { inTurn, type Lie, openPassThrough } from "../test/homeserver/pass-through.ts";
import { monotonicMs } from "./monotonic-ms.ts";

/** Stands before the homeserver for one program: passes everything on, stamps what the benches measure, feeds events in. */
export interface SyncProxy extends AsyncDisposable {
  readonly url: string;
  /** Event id → when the body of /sync with it was handed over (see monotonicMs). */
  readonly handedOver: ReadonlyMap<string, number>;
  /** When the homeserver next answers an encrypted event of this program with 200 (see monotonicMs). */
  nextAccepted(): Promise<number>;
  /** Answers the next /sync with these timeline events; resolves when the one after it is asked, so it was taken in. */
  feed(room: string, events: readonly WireEvent[]): Promise<void>;
  /** From now on this lie is told, until it is disposed. */
  tell(lie: Lie): Disposable;
}

export async function openSyncProxy(homeserver: string): Promise<SyncProxy> {
  const handedOver = new Map<string, number>();
  let accepted = Promise.withResolvers<number>();
  const feeding = syncFeed();
  const stamp: Lie = async (asked, pass) => {
    const answer = await pass(asked);
    if (answer.kind !== "whole" || answer.status !== 200) return answer;
    if (isSync(asked)) {
      const ids = eventIds(JSON.parse(answer.body.toString()) as SyncBody);
      const at = monotonicMs();
      for (const id of ids) handedOver.set(id, at);
    } else if (asked.path.includes("/send/m.room.encrypted/")) accepted.resolve(monotonicMs());
    return answer;
  };
  const lies = new Set<Lie>();
  const proxy = await openPassThrough(homeserver, (asked, pass) => inTurn([feeding.lie, stamp, ...lies], pass)(asked));
  return {
    url: proxy.url,
    handedOver,
    nextAccepted() {
      accepted = Promise.withResolvers<number>();
      return accepted.promise;
    },
    tell(lie) {
      lies.add(lie);
      return { [Symbol.dispose]: () => void lies.delete(lie) };
    },
    feed: (room, events) => feeding.feed({ rooms: { [room]: timelineOf(events) } }),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

function eventIds({ rooms }: SyncBody): string[] {
  return Object.values(rooms?.join ?? {}).flatMap(
    ({ timeline }) => timeline?.events.map((event) => event.event_id) ?? [],
  );
}
