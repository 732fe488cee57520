import type { MatrixClient, Room } from "matrix-js-sdk";
import type { RoomId, UserId } from "../core/ids.ts";
import { asRoomId, asUserId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";

/** Small durable facts by name. */
export interface Facts {
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
}

export interface RoomsParts {
  readonly facts: Facts;
  /** A room was replaced; it is told, never followed. */
  readonly onTombstone: (room: RoomId, replacement: string) => void;
}

const encryptState = "io.element.msc4362.encrypt_state_events";

/** The rooms that count, and what is known of them right now. */
export class Rooms implements RoomFacts {
  readonly #parts: RoomsParts;
  readonly #known = new Set<RoomId>();
  readonly #buried = new Set<RoomId>();
  #all = false;
  #client: MatrixClient | undefined;

  constructor(parts: RoomsParts) {
    this.#parts = parts;
  }

  attach(client: MatrixClient): void {
    this.#client = client;
  }

  know(room: RoomId): void {
    this.#known.add(room);
  }

  /** For a side that only follows: every joined room counts. */
  knowAll(): void {
    this.#all = true;
  }

  isKnown(room: RoomId): boolean {
    return this.#all || this.#known.has(room);
  }

  known(): readonly RoomId[] {
    return [...this.#known];
  }

  /** Every room this account is in, known or not. */
  joined(): readonly RoomId[] {
    const rooms = this.#client?.getRooms() ?? [];
    return rooms.filter((room) => room.getMyMembership() === "join").map((room) => asRoomId(room.roomId));
  }

  /** Rooms that this account was invited to by somebody whose invitations are looked at. */
  invited(): readonly RoomId[] {
    const rooms = this.#client?.getRooms() ?? [];
    return rooms.filter((room) => room.getMyMembership() === "invite").map((room) => asRoomId(room.roomId));
  }

  isJoined(room: RoomId, user: UserId): boolean {
    return this.#room(room)?.getMember(user)?.membership === "join";
  }

  members(room: RoomId): readonly UserId[] {
    return (this.#room(room)?.getJoinedMembers() ?? []).map(({ userId }) => asUserId(userId));
  }

  /** Each one's own word in plain state, which only its sender can write (state key: its user id). */
  agents(room: RoomId): readonly UserId[] {
    const told = this.#room(room)?.currentState.getStateEvents("dev.roomwire.agent") ?? [];
    return told.flatMap((event) => {
      const user = asUserId(event.getStateKey() ?? "");
      return event.getSender() === user && this.isJoined(room, user) ? [user] : [];
    });
  }

  isEncrypted(room: RoomId): boolean {
    return this.#parts.facts.fact(`encrypted:${room}`) !== undefined;
  }

  isStateEncrypted(room: RoomId): boolean {
    return this.#parts.facts.fact(`encrypted:${room}`) === "state";
  }

  /** Content of a plain state event; undefined when there is none. */
  state(room: RoomId, type: string, stateKey: string): Readonly<Record<string, unknown>> | undefined {
    return this.#room(room)?.currentState.getStateEvents(type, stateKey)?.getContent();
  }

  /** After each sync: encryption once seen is kept, whatever later state says. */
  refresh(): void {
    for (const id of this.joined()) {
      const room = this.#room(id);
      if (room === undefined) continue;
      this.#pinEncryption(id, room);
      const grave = this.isKnown(id) ? this.state(id, "m.room.tombstone", "") : undefined;
      if (grave === undefined || this.#buried.has(id)) continue;
      this.#buried.add(id);
      this.#parts.onTombstone(id, String(grave.replacement_room ?? ""));
    }
  }

  #pinEncryption(id: RoomId, room: Room): void {
    const settings = room.currentState.getStateEvents("m.room.encryption", "")?.getContent();
    if (settings?.algorithm !== "m.megolm.v1.aes-sha2") return;
    const seen = settings[encryptState] === true ? "state" : "timeline";
    const kept = this.#parts.facts.fact(`encrypted:${id}`);
    if (kept === undefined || (kept === "timeline" && seen === "state")) {
      this.#parts.facts.setFact(`encrypted:${id}`, seen);
    }
  }

  #room(id: RoomId): Room | undefined {
    return this.#client?.getRoom(id) ?? undefined;
  }
}
