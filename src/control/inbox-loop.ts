import type { Clock } from "../core/clock.ts";
import type { EventOpener, InboxEvent, OpenedEvent } from "../core/room-ports.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { type ArrivalRules, admitArrival } from "./admit-arrival.ts";
import { freshnessHorizonMs } from "./freshness.ts";
import { type Arrived, type Judgement, type JudgeRules, judgeEvent } from "./judge-event.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { wireFacts } from "./wire-facts.ts";

/** Events that may wait for a key at once: a homeserver can invent any number of them. */
const mostWaiting = 100;
/** ms after which a store that took nothing is tried again. */
const againMs = 1_000;

export interface InboxLoopParts {
  readonly store: Pick<ControlStore, "nextEvent">;
  readonly opener: EventOpener;
  readonly clock: Clock;
  readonly arrivals: ArrivalRules;
  readonly rules: JudgeRules;
  /** Writes the verdict and starts what was admitted. */
  readonly decide: (event: InboxEvent, judgement: Judgement) => void;
  /** Lets the process do other work between two events. */
  readonly breathe: () => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/**
 * Takes the inbox in timeline order, one event at a time. An event without its key waits until its freshness horizon
 * and holds back only later events of its own Megolm session: passing them would make it a replay.
 */
export class InboxLoop implements AsyncDisposable {
  readonly #parts: InboxLoopParts;
  /** Position of a waiting event → monotonic ms at which it began to wait. */
  readonly #waiting = new Map<number, number>();
  #pass: Promise<void> | undefined;
  #isAskedAgain = false;
  #isClosed = false;
  #timer: Disposable | undefined;
  /** Position up to which events were counted against their senders' budgets. */
  #counted = 0;
  /** ms until the first waiting event has waited long enough. */
  #nextHorizonMs = Number.POSITIVE_INFINITY;

  constructor(parts: InboxLoopParts) {
    this.#parts = parts;
  }

  /** There may be new events or new keys. Returns at once. */
  wake(): void {
    if (this.#isClosed) return;
    this.#isAskedAgain = true;
    this.#pass ??= this.#run();
  }

  /** Takes nothing more from now on. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#pass;
  }

  async #run(): Promise<void> {
    while (this.#isAskedAgain && !this.#isClosed) {
      this.#isAskedAgain = false;
      try {
        await this.#takeAll();
        if (!this.#isClosed) this.#wakeIn(this.#nextHorizonMs);
      } catch (error) {
        this.#parts.onFault(error);
        if (!this.#isClosed) this.#wakeIn(againMs);
      }
    }
    this.#pass = undefined;
  }

  async #takeAll(): Promise<void> {
    const { store, breathe } = this.#parts;
    const heldSessions = new Set<string>();
    this.#nextHorizonMs = Number.POSITIVE_INFINITY;
    let event = store.nextEvent(0);
    while (event !== undefined && !this.#isClosed) {
      await this.#take(event, heldSessions);
      await breathe();
      event = store.nextEvent(event.position);
    }
  }

  async #take(event: InboxEvent, heldSessions: Set<string>): Promise<void> {
    const arrival = admitArrival(event, this.#arrivalRules(event));
    if (arrival.kind !== "listed") return this.#decide(event, arrival.kind === "ignored" ? arrival : refused(arrival));
    const wire = wireFacts(event.raw);
    if (wire.sessionId !== undefined && heldSessions.has(wire.sessionId)) return;
    const opened = await this.#open(event);
    if (this.#isClosed) return;
    const arrived = { event, wire, operator: arrival.operator };
    if (opened.kind !== "waiting") this.#decide(event, this.#judge(arrived, opened));
    else this.#wait(event, [opened.sessionId, wire.sessionId], heldSessions);
  }

  /** An event is counted against its sender's budget once, however often it is looked at. */
  #arrivalRules({ position }: InboxEvent): ArrivalRules {
    const { arrivals } = this.#parts;
    if (position <= this.#counted) return { ...arrivals, withinBudget: () => true };
    this.#counted = position;
    return arrivals;
  }

  async #open(event: InboxEvent): Promise<OpenedEvent> {
    try {
      return await this.#parts.opener.open(event);
    } catch (error) {
      this.#parts.onFault(error);
      return { kind: "undecryptable", detail: "It could not be opened.", sessionId: undefined };
    }
  }

  #judge(arrived: Arrived, opened: Exclude<OpenedEvent, { kind: "waiting" }>): Judgement {
    try {
      return judgeEvent(arrived, opened, this.#parts.rules);
    } catch (error) {
      this.#parts.onFault(error);
      return refused(refuse("malformed"));
    }
  }

  #wait(event: InboxEvent, sessions: readonly (string | undefined)[], heldSessions: Set<string>): void {
    const { clock } = this.#parts;
    const since = this.#waiting.get(event.position) ?? clock.monotonic();
    const waitedMs = Math.max(clock.monotonic() - since, clock.now() - event.receivedAt);
    const isOneTooMany = !this.#waiting.has(event.position) && this.#waiting.size >= mostWaiting;
    if (isOneTooMany || waitedMs >= freshnessHorizonMs) {
      this.#decide(event, refused(refuse(isOneTooMany ? "over-budget" : "undecryptable")));
      return;
    }
    this.#waiting.set(event.position, since);
    for (const session of sessions) if (session !== undefined) heldSessions.add(session);
    this.#nextHorizonMs = Math.min(this.#nextHorizonMs, freshnessHorizonMs - waitedMs);
  }

  #decide(event: InboxEvent, judgement: Judgement): void {
    this.#parts.decide(event, judgement);
    this.#waiting.delete(event.position);
  }

  #wakeIn(ms: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = ms === Number.POSITIVE_INFINITY ? undefined : this.#parts.clock.after(ms, () => this.wake());
  }
}

function refused(refusal: Refusal): Judgement {
  return { kind: "refused", refusal };
}
