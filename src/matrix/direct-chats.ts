import type { MatrixClient } from "matrix-js-sdk";
import type { Clock } from "../core/clock.ts";
import { asRoomId, type RoomId, type UserId } from "../core/ids.ts";
import type { EventOpener } from "../core/room-ports.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { isVerificationEvent } from "../core/verification-events.ts";
import type { Invitation } from "./invitation.ts";
import type { Facts, Rooms } from "./rooms.ts";
import { Turnstile } from "./turnstile.ts";
import type { RoomStep } from "./verification-flows.ts";
import { reasonOf, waitForHomeserver } from "./wait-for-homeserver.ts";

export interface DirectChatsParts {
  readonly client: MatrixClient;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly rooms: Rooms;
  readonly opener: EventOpener;
  readonly nextSync: () => Promise<void>;
  readonly isListed: (user: string) => boolean;
  readonly takeStep: (step: RoomStep) => Promise<void>;
  readonly log: (line: string) => void;
  /** 0 to 1. */
  readonly random: () => number;
}

interface Chat {
  readonly room: RoomId;
  readonly inviter: UserId;
  readonly until: Disposable;
  readonly events: NewInboxEvent[];
  isOver: boolean;
}

const mostChats = 3;
/** ms in such a room; a verification takes no longer. */
const stayMs = 900_000;
/** Events of one room that are looked at. */
const mostEvents = 200;
/** ms after which a key that has not come will not come: later events wait behind it. */
const keyWithinMs = 15_000;
const factName = "direct-chats";

/**
 * Some clients verify only in a new encrypted direct chat. One with somebody listed, and nobody else in it, is joined for
 * that alone: nothing in it is obeyed, answered or kept, and it is left when the verification is over.
 */
export class DirectChats implements Disposable {
  readonly #parts: DirectChatsParts;
  readonly #chats = new Map<RoomId, Chat>();
  readonly #arrived = new Turnstile();
  #isClosed = false;

  constructor(parts: DirectChatsParts) {
    this.#parts = parts;
  }

  has(room: RoomId): boolean {
    return this.#chats.has(room);
  }

  /** Rooms of an earlier run that it did not come to leave. */
  leaveOld(): void {
    for (const id of this.#parts.facts.fact(factName)?.split(" ") ?? []) if (id !== "") void this.#leave(asRoomId(id));
  }

  invited({ room, inviter, isDirect, isEncrypted }: Invitation): void {
    const isSecond = [...this.#chats.values()].some((chat) => chat.inviter === inviter);
    const isFitting = isDirect && isEncrypted && this.#parts.isListed(inviter);
    if (!isFitting || isSecond || this.#chats.has(room) || this.#chats.size >= mostChats) return;
    const until = this.#parts.clock.after(stayMs, () => this.end(room));
    const chat: Chat = { room, inviter: inviter as UserId, until, events: [], isOver: false };
    this.#chats.set(room, chat);
    this.#keep();
    this.#stay(chat).catch((error) => {
      this.#parts.log(`the direct chat ${room} is no use: ${reasonOf(error)}`);
      this.end(room);
    });
  }

  take(event: NewInboxEvent): void {
    const chat = this.#chats.get(event.room);
    if (chat === undefined || event.sender !== chat.inviter || chat.events.length >= mostEvents) return;
    chat.events.push(event);
    this.#arrived.open();
  }

  /** The verification there is over, or never came. */
  end(room: RoomId): void {
    const chat = this.#chats.get(room);
    if (chat === undefined) return;
    chat.isOver = true;
    chat.until[Symbol.dispose]();
    this.#chats.delete(room);
    this.#arrived.open();
    void this.#leave(room);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const chat of this.#chats.values()) {
      chat.isOver = true;
      chat.until[Symbol.dispose]();
    }
    this.#arrived.open();
  }

  async #stay(chat: Chat): Promise<void> {
    const { client, rooms, nextSync } = this.#parts;
    const { room, inviter } = chat;
    await this.#insist(chat, () => client.joinRoom(room));
    while (client.getRoom(room)?.getMyMembership() !== "join") await nextSync();
    rooms.refresh();
    const people = client.getRoom(room)?.getMembers() ?? [];
    const present = people.filter(({ membership }) => membership === "join" || membership === "invite");
    const isPair = present.length === 2 && present.some(({ userId }) => userId === inviter);
    if (!isPair || !rooms.isEncrypted(room)) throw new Error("it is not encrypted, or somebody else is in it");
    while (!chat.isOver) {
      const arrived = this.#arrived.next();
      const event = chat.events.shift();
      if (event === undefined) await arrived;
      else await this.#look(chat, event);
    }
  }

  async #look(chat: Chat, event: NewInboxEvent): Promise<void> {
    const { opener, nextSync, clock, takeStep } = this.#parts;
    const latest = clock.monotonic() + keyWithinMs;
    let opened = await opener.open({ ...event, position: 0 });
    while (opened.kind === "waiting" && !chat.isOver && clock.monotonic() < latest) {
      await nextSync();
      opened = await opener.open({ ...event, position: 0 });
    }
    // Some clients send these in clear; what proves anything is compared by people.
    if ((opened.kind !== "opened" && opened.kind !== "plaintext") || chat.isOver) return;
    if (opened.kind === "opened" && (opened.facts.shield !== "none" || opened.facts.forwarded)) return;
    if (!isVerificationEvent(opened.type, opened.content)) return;
    await takeStep({ event, type: opened.type, content: opened.content });
  }

  /** Joining and leaving count among the events that a homeserver limits, and the agent's readings use those up. */
  async #insist(chat: Pick<Chat, "isOver">, request: () => Promise<unknown>): Promise<void> {
    const { clock, random, log } = this.#parts;
    const onWaiting = (reason: string): void => log(`a direct chat waits for the homeserver: ${reason}`);
    const ask = async (): Promise<void> => {
      if (chat.isOver || this.#isClosed) throw new Error("it is over");
      await request();
    };
    await waitForHomeserver(ask, { clock, random, onWaiting });
  }

  async #leave(room: RoomId): Promise<void> {
    const { client, log } = this.#parts;
    try {
      await this.#insist({ isOver: false }, () => client.leave(room));
      this.#keep(room);
    } catch (error) {
      log(`the direct chat ${room} cannot be left: ${reasonOf(error)}`);
    }
  }

  #keep(left?: RoomId): void {
    const before = this.#parts.facts.fact(factName)?.split(" ") ?? [];
    const now = [...new Set([...before, ...this.#chats.keys()])].filter((id) => id !== left && id !== "");
    this.#parts.facts.setFact(factName, now.slice(-10 * mostChats).join(" "));
  }
}
