import type { RoomId } from "../core/ids.ts";

/** Invitations to known rooms: those that come before the link is ready wait for it. */
export class AcceptInvitations {
  readonly #early = new Set<RoomId>();
  #accept: ((room: RoomId) => Promise<void>) | undefined;

  invited(room: RoomId): void {
    if (this.#accept === undefined) this.#early.add(room);
    else void this.#accept(room);
  }

  /** From now on each is accepted as it comes; those that waited are returned. `accept` never rejects. */
  begin(accept: (room: RoomId) => Promise<void>): ReadonlySet<RoomId> {
    this.#accept = accept;
    return this.#early;
  }
}
