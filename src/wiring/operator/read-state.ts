import { agentSchema, agentType } from "../../../schemas/agent.ts";
import { compileCheck } from "../../checking/compile-check.ts";
import type { Clock } from "../../core/clock.ts";
import type { RoomId, UserId } from "../../core/ids.ts";
import type { InboxEvent } from "../../core/room-ports.ts";
import type { MatrixLink } from "../../matrix/matrix-link.ts";
import type { AgentBook } from "./agent-book.ts";
import type { AgentTrust } from "./agent-trust.ts";
import type { OperatorEvent } from "./operator-event.ts";
import { readThingState } from "./read-news.ts";

export interface ReadStateParts {
  readonly link: Pick<MatrixLink, "rooms" | "sealedState" | "opener" | "userId">;
  readonly clock: Clock;
  readonly book: AgentBook;
  readonly trust: AgentTrust;
  readonly isWelcome: (user: UserId) => boolean;
  readonly onEvent: (event: OperatorEvent) => void;
}

const checkAgent = compileCheck(agentSchema);

/** Room state as it stands after a sync: who is an agent, and its encrypted Things and latest values. */
export class ReadState {
  readonly #parts: ReadStateParts;
  /** Event id last opened, by room and wire state key. */
  readonly #opened = new Map<string, string>();

  constructor(parts: ReadStateParts) {
    this.#parts = parts;
  }

  /** Tells what is new in every joined room. */
  async readAll(): Promise<void> {
    for (const room of this.#parts.link.rooms.joined()) {
      for (const user of this.#agentsIn(room)) this.#readAgent(room, user);
      for (const [wireKey, event] of this.#parts.link.sealedState(room)) {
        const place = `${room}|${wireKey}`;
        if (this.#opened.get(place) === event.eventId || !this.#parts.isWelcome(event.sender)) continue;
        if (await this.#readSealed(event, wireKey, place)) this.#opened.set(place, event.eventId);
      }
    }
  }

  /** Whether the room holds that user's own word that it is an agent. */
  isAgentIn(room: RoomId, user: UserId): boolean {
    const content = this.#parts.link.rooms.state(room, agentType, user);
    return content !== undefined && checkAgent(content).ok;
  }

  #agentsIn(room: RoomId): readonly UserId[] {
    const { link, isWelcome } = this.#parts;
    return link.rooms
      .members(room)
      .filter((user) => user !== link.userId && isWelcome(user) && this.isAgentIn(room, user));
  }

  #readAgent(room: RoomId, agent: UserId): void {
    const { link, clock, book, onEvent } = this.#parts;
    const checked = checkAgent(link.rooms.state(room, agentType, agent));
    if (!checked.ok || !book.isNews(`agent:${room}:${agent}`, JSON.stringify(checked.value))) return;
    const { online, until = Number.POSITIVE_INFINITY } = checked.value;
    const now = clock.now();
    const isOnline = online && now <= until;
    onEvent({
      kind: "agent-state",
      agent,
      room,
      eventId: undefined,
      receivedAt: now,
      content: checked.value,
      isOnline,
    });
  }

  /** Whether it is settled; one whose key has not arrived is tried again. */
  async #readSealed(event: InboxEvent, wireKey: string, place: string): Promise<boolean> {
    const { link, book, trust, clock, onEvent } = this.#parts;
    const opened = await link.opener.open(event);
    if (opened.kind !== "opened") return opened.kind !== "waiting";
    const { sender: agent, room, eventId } = event;
    const owner = `${opened.type}:${agent.slice(1)}/`;
    if (!wireKey.startsWith(owner)) return true;
    const read = readThingState(opened.type, wireKey.slice(owner.length), opened.content);
    if (read.kind !== "news") return true;
    if (!trust.believes(event, opened.facts)) return true;
    if (read.news.kind === "thing") book.describe(agent, read.news.thing, read.news.content);
    if (book.isNews(`state:${place}`, eventId)) {
      onEvent({ agent, room, eventId, receivedAt: clock.now(), ...read.news });
    }
    return true;
  }
}
