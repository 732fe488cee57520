import type { MatrixClient } from "matrix-js-sdk";
import type { RoomId } from "../core/ids.ts";
import type { OutgoingEvent, PutOutcome, RoomFacts, RoomSender, SealedEvent, SealOutcome } from "../core/room-ports.ts";
import type { Library } from "./load-library.ts";
import { putOutcome } from "./put-outcome.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import { isPassing, reasonOf } from "./wait-for-homeserver.ts";

export interface PutEventParts {
  readonly client: MatrixClient;
  readonly library: Library;
  readonly reach: CryptoReach;
  readonly rooms: RoomFacts;
  readonly encryption: "required" | "off";
  readonly plainState: boolean;
}

const timeout = 30_000;

/**
 * The only way out of the agent, besides put-clear. The library's own sendEvent is not used: it encrypts anew for each
 * try, refuses a known transaction id, and sends in clear to a room that it has not synced yet.
 */
export class PutEvent implements RoomSender {
  readonly #parts: PutEventParts;

  constructor(parts: PutEventParts) {
    this.#parts = parts;
  }

  async seal(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    return await this.#seal(event, txn);
  }

  async #seal(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    const { client, rooms, encryption, plainState } = this.#parts;
    const self = client.getSafeUserId();
    if (client.getRoom(event.room)?.getMyMembership() !== "join") {
      return { kind: "closed", code: "not-in-room", detail: `${self} is not joined to ${event.room}.` };
    }
    if (!rooms.isEncrypted(event.room)) {
      if (encryption === "off") return inClear(event, txn);
      return { kind: "closed", code: "not-encrypted", detail: `${event.room} was never seen encrypted.` };
    }
    if (event.stateKey !== undefined && !rooms.isStateEncrypted(event.room)) {
      if (encryption === "off" || plainState) return inClear(event, txn);
      return { kind: "closed", code: "not-encrypted", detail: `State of ${event.room} is not encrypted.` };
    }
    return this.#encrypt(event, txn);
  }

  /** For put-verification alone: no data is in it, so it goes to whoever is in the room. */
  async sealVerification(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    return await this.#seal(event, txn);
  }

  async #encrypt({ room: id, type, content, stateKey }: OutgoingEvent, txn: string): Promise<SealOutcome> {
    const { client, library, reach } = this.#parts;
    const room = client.getRoom(id);
    const event = new library.sdk.MatrixEvent({
      type,
      content,
      room_id: id,
      sender: client.getSafeUserId(),
      event_id: `~${txn}`,
      ...(stateKey === undefined ? {} : { state_key: stateKey }),
    });
    try {
      if (room !== null) await reach.encrypt(event, room);
    } catch (error) {
      // Keys that could not be fetched now; else our own device is unsigned, or the room withdrew its encryption.
      const code = isPassing(error) ? "link-lost" : "not-encrypted";
      return { kind: "closed", code, detail: `Cannot encrypt in ${id}: ${reasonOf(error)}` };
    }
    const sealedType = event.getWireType();
    if (sealedType !== "m.room.encrypted") {
      return { kind: "closed", code: "not-encrypted", detail: `The event for ${id} was not encrypted.` };
    }
    const wire = JSON.stringify(event.getWireContent());
    const sealed = { room: id, type: sealedType, wire, txn };
    const sealedKey = stateKey === undefined ? {} : { stateKey: `${type}:${stateKey}` };
    return { kind: "sealed", event: { ...sealed, ...sealedKey } };
  }

  async put({ room, type, wire, txn, stateKey }: SealedEvent): Promise<PutOutcome> {
    const { client, library } = this.#parts;
    const parts = stateKey === undefined ? ["send", type, txn] : ["state", type, stateKey];
    const path = `/rooms/${[room, ...parts].map((part, at) => (at === 1 ? part : encodeURIComponent(part))).join("/")}`;
    try {
      const answer = await client.http.authedRequest<{ event_id: string }>(
        library.sdk.Method.Put,
        path,
        undefined,
        JSON.parse(wire) as object,
        { localTimeoutMs: timeout, priority: "auto" },
      );
      return { kind: "sent", eventId: answer.event_id };
    } catch (error) {
      return putOutcome(error);
    }
  }

  /** After an unclean stop: the ratchets on disk may be older than those last used, so none of them is used again. */
  async discardSessions(rooms: readonly RoomId[]): Promise<void> {
    const { library, reach } = this.#parts;
    for (const room of rooms) await reach.discardSession(new library.wasm.RoomId(room));
  }
}

function inClear({ room, type, content, stateKey }: OutgoingEvent, txn: string): SealOutcome {
  const wire = JSON.stringify(content);
  return { kind: "sealed", event: { room, type, wire, txn, ...(stateKey === undefined ? {} : { stateKey }) } };
}
