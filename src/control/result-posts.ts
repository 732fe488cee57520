import { type ResultContent, resultType } from "../../schemas/result.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ValueType } from "../core/property.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { ControlStore, Post } from "../core/store-ports.ts";
import type { Thing } from "../core/thing.ts";
import { deedOf, type FittingWish } from "./admit-wish.ts";
import type { Challenge } from "./challenges.ts";
import type { Refusal } from "./refusal.ts";
import { resultEvent } from "./result-event.ts";
import type { Speech } from "./speech.ts";

const seqFact = "result-seq";

/**
 * Makes what is told of a command: a result event for a command event, a notice for a text. Counts the results, which is why
 * each is made inside the transaction that posts it.
 */
export class ResultPosts {
  readonly #store: ControlStore;
  readonly #clock: Clock;
  readonly #speech: Speech;
  readonly #things: readonly Thing[];

  constructor(store: ControlStore, clock: Clock, speech: Speech, things: readonly Thing[]) {
    this.#store = store;
    this.#clock = clock;
    this.#speech = speech;
    this.#things = things;
  }

  /** The final word on a command that was begun. */
  ofOutcome(command: Command, outcome: Outcome): Post {
    const result = this.#result(command, outcome);
    const { source, op, room } = command;
    if (source === "event") return { class: "result", event: { room, type: resultType, content: result } };
    const content = this.#speech.outcome(command, outcome, result);
    return { class: op === "read" ? "answer" : "result", event: { room, type: "m.room.message", content } };
  }

  /** Said of a command that takes longer than people wait. */
  ofAcceptance(command: Command): Post {
    const { source, room } = command;
    const result = this.#result(command, "accepted");
    if (source === "event") return { class: "result", event: { room, type: resultType, content: result } };
    const content = this.#speech.accepted(command, result);
    return { class: "answer", event: { room, type: "m.room.message", content } };
  }

  /** The word on a command that was never begun. Without its id, which only a command event has, it is a notice. */
  ofRefusal(
    { room, eventId }: InboxEvent,
    refusal: Refusal,
    commandId: string | undefined,
    challenge?: Challenge,
  ): Post {
    if (commandId === undefined) {
      const content = this.#speech.refusal(refusal, eventId);
      return { class: "answer", event: { room, type: "m.room.message", content } };
    }
    const { code, detail } = refusal;
    const outcome: Outcome = { status: "refused", code, detail };
    const asked = challenge === undefined ? {} : { challenge };
    const frame = { commandId, eventId, type: undefined, seq: this.#nextSeq(), at: this.#clock.now(), ...asked };
    return { class: "result", event: { room, type: resultType, content: resultEvent(outcome, frame) } };
  }

  /** Asks for the code that confirms a text. */
  ofCode({ room, eventId }: InboxEvent, wish: FittingWish, code: string): Post {
    const content = this.#speech.askBack(deedOf(wish), code, eventId);
    return { class: "answer", event: { room, type: "m.room.message", content } };
  }

  #result({ id, eventId, thing, name }: Command, outcome: Outcome | "accepted"): ResultContent {
    const type = this.#typeOf(thing, name);
    return resultEvent(outcome, { commandId: id, eventId, type, seq: this.#nextSeq(), at: this.#clock.now() });
  }

  #typeOf(thing: string, name: string): ValueType | undefined {
    const properties = this.#things.find(({ id }) => id === thing)?.properties ?? [];
    return properties.find((property) => property.name === name)?.type;
  }

  /** Belongs inside the transaction that posts it. */
  #nextSeq(): number {
    const seq = Number(this.#store.fact(seqFact) ?? "0") + 1;
    this.#store.setFact(seqFact, String(seq));
    return seq;
  }
}
