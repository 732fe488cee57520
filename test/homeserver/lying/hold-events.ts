import type { Lie } from "../pass-through.ts";
import { editTimeline } from "./edit-sync.ts";
import type { WireEvent } from "./wire.ts";

export interface HeldEvents {
  readonly lie: Lie;
  /** What was held back so far, in order. */
  readonly held: readonly WireEvent[];
  /** Those, which are then forgotten: to be fed late, in another order, or never. */
  release(): readonly WireEvent[];
}

/** Keeps timeline events of a room from the client. */
export function holdEvents(room: string, fits: (event: WireEvent) => boolean = () => true): HeldEvents {
  const held: WireEvent[] = [];
  return {
    held,
    lie: editTimeline(room, (event) => {
      if (!fits(event)) return event;
      held.push(event);
      return undefined;
    }),
    release: () => held.splice(0),
  };
}
