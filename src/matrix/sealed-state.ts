import type { RoomId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { CutSync } from "./cut-sync.ts";

const mostOfARoom = 1000;

/** The latest encrypted state events of each room, in memory. */
export class SealedState {
  readonly #rooms = new Map<RoomId, Map<string, InboxEvent>>();

  keep(events: CutSync["sealedState"]): void {
    for (const event of events) {
      const ofRoom = this.#rooms.get(event.room) ?? new Map<string, InboxEvent>();
      this.#rooms.set(event.room, ofRoom);
      if (ofRoom.size < mostOfARoom || ofRoom.has(event.stateKey))
        ofRoom.set(event.stateKey, { ...event, position: 0 });
    }
  }

  /** By wire state key (`type:key`, MSC4362); to be opened like any other event. */
  of(room: RoomId): ReadonlyMap<string, InboxEvent> {
    return this.#rooms.get(room) ?? new Map();
  }
}
