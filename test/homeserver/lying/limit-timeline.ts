import type { Lie } from "../pass-through.ts";
import { isSync } from "./edit-sync.ts";

/** The homeserver behind gives at most so many events of each room in one answer, and honestly says where the others are. */
export function limitTimeline(limit: number): Lie {
  return (asked, pass) => {
    if (!isSync(asked)) return pass(asked);
    const query = new URLSearchParams(asked.query);
    query.set("filter", JSON.stringify({ room: { timeline: { limit } } }));
    return pass({ ...asked, query });
  };
}
