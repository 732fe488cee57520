import type { MatrixClient } from "matrix-js-sdk";
import type { RoomId } from "../core/ids.ts";
import type { OutgoingEvent, PutOutcome, RoomFacts, RoomSender, SealedEvent, SealOutcome } from "../core/room-ports.ts";
import { type MayHear, unwantedIn } from "./check-audience.ts";
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
  /** `audience: pinned`: who may hear; undefined: whoever is in the room. */
  readonly mayHear?: MayHear | undefined;
}

type Closed = SealOutcome & { readonly kind: "closed" };

const timeout = 30_000;
/** People named in one sentence. */
const mostNamed = 5;

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
    const closed = await this.#unwantedIn(event.room);
    if (closed !== undefined) return closed;
    const outcome = await this.#seal(event, txn);
    const closedNow = outcome.kind === "sealed" ? await this.#unwantedIn(event.room) : undefined;
    // Somebody came while it was sealed, perhaps in time to be given its key: it is thrown away, and so is the key.
    if (closedNow !== undefined) await this.discardSessions([event.room]);
    return closedNow ?? outcome;
  }

  /** Why nothing could be said there now, as far as that is known before it is sealed; undefined: it could. */
  async closedFor(room: RoomId): Promise<Closed | undefined> {
    return this.#shutFor(room) ?? (await this.#unwantedIn(room));
  }

  async #unwantedIn(room: RoomId): Promise<Closed | undefined> {
    const { mayHear } = this.#parts;
    const unwanted = mayHear === undefined ? [] : await unwantedIn(room, { ...this.#parts, mayHear });
    if (unwanted.length === 0) return undefined;
    const who = unwanted.length > mostNamed ? [...unwanted.slice(0, mostNamed), "…"] : unwanted;
    return { kind: "closed", code: "audience", detail: `Not to be heard by ${who.join(", ")}, who is in ${room}.` };
  }

  async #seal(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    const { rooms, encryption, plainState } = this.#parts;
    const shut = this.#shutFor(event.room);
    if (shut !== undefined) return shut;
    if (!rooms.isEncrypted(event.room)) return inClear(event, txn);
    if (event.stateKey !== undefined && !rooms.isStateEncrypted(event.room)) {
      if (encryption === "off" || plainState) return inClear(event, txn);
      return { kind: "closed", code: "not-encrypted", detail: `State of ${event.room} is not encrypted.` };
    }
    return this.#encrypt(event, txn);
  }

  #shutFor(room: RoomId): Closed | undefined {
    const { client, rooms, encryption } = this.#parts;
    if (client.getRoom(room)?.getMyMembership() !== "join") {
      return { kind: "closed", code: "not-in-room", detail: `${client.getSafeUserId()} is not joined to ${room}.` };
    }
    if (encryption === "off" || rooms.isEncrypted(room)) return undefined;
    return { kind: "closed", code: "not-encrypted", detail: `${room} was never seen encrypted.` };
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
      const code = await this.#whyNot(error);
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

  /** Keys that could not be fetched now; our own device, when its identity was replaced; else the room withdrew its encryption. */
  async #whyNot(error: unknown): Promise<"link-lost" | "own-identity" | "not-encrypted"> {
    const { client, reach } = this.#parts;
    if (isPassing(error)) return "link-lost";
    const own = await reach.api.getDeviceVerificationStatus(client.getSafeUserId(), client.getDeviceId() ?? "");
    return own?.crossSigningVerified === true ? "not-encrypted" : "own-identity";
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
