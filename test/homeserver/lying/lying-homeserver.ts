import { inTurn, type Lie, openPassThrough } from "../pass-through.ts";
import { keyQueries } from "./bad-answers.ts";
import { type Heard, overhear } from "./overhear.ts";
import { type News, syncFeed, timelineOf } from "./sync-feed.ts";
import type { WireEvent } from "./wire.ts";

/** A real homeserver as one client meets it, honest until it is told to lie. */
export interface LyingHomeserver extends AsyncDisposable {
  readonly url: string;
  /** What the homeserver behind really said. */
  readonly heard: Heard;
  /** From now on this lie is told, until it is disposed; the newest one has the last word. What is fed passes by them. */
  tell(lie: Lie): Disposable;
  /** See SyncFeed. */
  feed(news: News): Promise<void>;
  /** Puts these events into the timeline of a room, in this order. Resolves when they were taken in. */
  feedEvents(room: string, events: readonly WireEvent[]): Promise<void>;
  nudge(): Promise<void>;
  /** Says that this user's keys changed; resolves when the client has asked for them and has its answer. */
  changeKeys(user: string): Promise<void>;
}

/** Stands before the homeserver for one client: give each its own, so that lies are told to whom they are meant for. */
export async function openLyingHomeserver(homeserver: string): Promise<LyingHomeserver> {
  const lies: Lie[] = [];
  const feed = syncFeed();
  const heard = overhear();
  let keysTold = Promise.withResolvers<void>();
  const watchKeys: Lie = async (asked, pass) => {
    const answer = await pass(asked);
    if (keyQueries(asked)) keysTold.resolve();
    return answer;
  };
  const proxy = await openPassThrough(homeserver, (asked, pass) =>
    inTurn([watchKeys, feed.lie, ...lies.toReversed(), heard.lie], pass)(asked),
  );
  return {
    url: proxy.url,
    heard,
    tell(lie) {
      lies.push(lie);
      return {
        [Symbol.dispose]() {
          const at = lies.indexOf(lie);
          if (at >= 0) lies.splice(at, 1);
        },
      };
    },
    feed: feed.feed,
    feedEvents: (room, events) => feed.feed({ rooms: { [room]: timelineOf(events) } }),
    nudge: feed.nudge,
    async changeKeys(user) {
      keysTold = Promise.withResolvers();
      await Promise.all([keysTold.promise, feed.feed({ keysChanged: [user] })]);
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}
