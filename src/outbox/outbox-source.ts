import type { RoomId } from "../core/ids.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { Candidate, Source } from "./classes.ts";

type Posts = Pick<ControlStore, "nextPost" | "keepSealed" | "removePost">;

/** Results, alerts and answers: what the control store keeps until the homeserver has it. */
export class OutboxSource implements Source {
  readonly #posts: Posts;

  constructor(posts: Posts) {
    this.#posts = posts;
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | undefined {
    const entry = this.#posts.nextPost(passOver);
    if (entry === undefined || passOver.has(entry.event.room)) return undefined;
    const { id } = entry;
    return {
      class: entry.class,
      room: entry.event.room,
      // The time as well: ids start over when the file was lost, transactions of one device must not.
      txn: `roomwire.post.${id}.${entry.createdAt}`,
      sealed: entry.sealed,
      make: () => entry.event,
      keepSealed: (sealed) => this.#posts.keepSealed(id, sealed),
      sent: () => this.#posts.removePost(id),
      rejected: () => this.#posts.removePost(id),
    };
  }
}
