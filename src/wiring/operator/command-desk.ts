import { type CommandContent, commandType } from "../../../schemas/command.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Chance } from "../../core/chance.ts";
import type { Clock } from "../../core/clock.ts";
import { asRoomId, asUserId, type RoomId } from "../../core/ids.ts";
import type { OutgoingEvent, RoomSender } from "../../core/room-ports.ts";
import { inTurn } from "../in-turn.ts";
import type { CommandEnd, CommandWish } from "./command-wish.ts";
import { type Delivery, deliver } from "./deliver.ts";
import { findAddressee } from "./find-addressee.ts";
import type { KnownAgent } from "./operator-side.ts";
import type { ResultBoard } from "./result-board.ts";

export interface CommandDeskParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly link: { readonly sender: RoomSender };
  readonly agents: () => readonly KnownAgent[];
  readonly board: ResultBoard;
}

const lifetimeDefaultMs = 30_000;
/** ms after its expiry in which the result of a command may still be on its way. */
const resultMayComeMs = 5_000;

/** Where an operator's wishes become events. */
export class CommandDesk {
  readonly #parts: CommandDeskParts;
  /** Of two events sealed in one session the homeserver must get the first one first: the agent takes what comes behind for a replay (rule 3). */
  readonly #turn = inTurn();

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  /** `challenge` is the nonce that the agent asked for. */
  compose(wish: CommandWish, challenge?: string): CommandContent {
    const { agent, room } = findAddressee(wish, this.#parts.agents());
    const issuedAt = this.#parts.clock.now();
    return {
      v: 1,
      id: this.#parts.chance.uuid(),
      agent,
      room_id: room,
      thing: wish.thing,
      op: wish.op,
      name: wish.name,
      ...(wish.input !== undefined && { input: wish.input }),
      ...(wish.lease !== undefined && { lease: wish.lease }),
      ...(challenge !== undefined && { challenge }),
      issued_at: issuedAt,
      expires_at: issuedAt + (wish.lifetimeMs ?? lifetimeDefaultMs),
    };
  }

  /** Sends it, and once more with the challenge where the agent asks back. */
  async command(wish: CommandWish): Promise<CommandEnd> {
    const first = await this.#send(this.compose(wish));
    const { code, challenge } = first.outcome;
    if (code !== "challenge" || challenge === undefined) return first;
    return { ...(await this.#send(this.compose(wish, challenge.nonce))), isConfirmed: true };
  }

  async #send(content: CommandContent): Promise<CommandEnd> {
    const { board } = this.#parts;
    const commandId = content.id;
    const lifetimeMs = content.expires_at - content.issued_at;
    const agent = asUserId(content.agent);
    const result = board.wait(commandId, lifetimeMs + resultMayComeMs, agent);
    const event = { room: asRoomId(content.room_id), type: commandType, content };
    const delivery = await this.#deliver(event, lifetimeMs, commandId);
    if (delivery.kind === "not-sent") {
      const outcome = { status: "failed", code: "not-sent", detail: delivery.detail } as const;
      return { agent, commandId, eventId: undefined, outcome, isConfirmed: false };
    }
    const eventId = delivery.kind === "sent" ? delivery.eventId : undefined;
    const outcome = await result;
    if (outcome !== undefined) return { agent, commandId, eventId, outcome, isConfirmed: false };
    const [code, detail] =
      delivery.kind === "sent"
        ? ["no-result", "No final result came in time; it may or may not have been done."]
        : ["unanswered", `The homeserver did not answer; it may or may not have been done. ${delivery.detail}`];
    return { agent, commandId, eventId, outcome: { status: "unknown", code, detail }, isConfirmed: false };
  }

  async say(room: RoomId, body: string): Promise<string> {
    const { chance } = this.#parts;
    const event = { room, type: "m.room.message", content: { msgtype: "m.text", body } };
    const delivery = await this.#deliver(event, lifetimeDefaultMs, chance.uuid());
    if (delivery.kind === "sent") return delivery.eventId;
    throw new AgentFault("homeserver-refused", `The message did not leave: ${delivery.detail}`);
  }

  /** Behind those that were asked for before; what it waits for them is of its own time. */
  #deliver(event: OutgoingEvent, withinMs: number, txn: string): Promise<Delivery> {
    const { clock, link } = this.#parts;
    const deadline = clock.monotonic() + withinMs;
    return this.#turn(async () => {
      const leftMs = deadline - clock.monotonic();
      if (leftMs <= 0) return { kind: "not-sent", detail: "What was sent before it took all its time." };
      return await deliver(event, link.sender, { clock, withinMs: leftMs, txn });
    });
  }
}
