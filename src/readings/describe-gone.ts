import type { ThingContent } from "../../schemas/thing.ts";
import type { ThingId } from "../core/ids.ts";

/** The content of `dev.roomwire.thing` once the agent has that Thing no more: state cannot be taken away, only said anew. */
export function describeGone(thing: ThingId): ThingContent {
  return { v: 1, title: thing, properties: {}, actions: {}, gone: true };
}
