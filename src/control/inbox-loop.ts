import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { EventOpener, InboxEvent, OpenedEvent } from "../core/room-ports.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { untilAborted } from "../core/until-aborted.ts";
import { type ArrivalRules, admitArrival } from "./admit-arrival.ts";
import { type Arrived, type Judgement, type JudgeRules, judgeEvent } from "./judge-event.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { WaitingEvents } from "./waiting-events.ts";
import { wireFacts } from "./wire-facts.ts";

/** ms after which a store that took nothing is tried again. */
const againMs = 1_000;
/** Events of one sender that are opened in one turn through the inbox; then the others' have theirs. */
const mostInATurn = 8;
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
 * Takes the inbox in timeline order, one event at a time; a sender of many events waits after each few for the others. An
 * event without its key waits until its freshness horizon and holds back only later events of its own Megolm session:
 * passing them would make it a replay.
 */
export class InboxLoop implements AsyncDisposable {
  readonly #parts: InboxLoopParts;
  readonly #waiting: WaitingEvents;
  #pass: Promise<void> | undefined;
  #isAskedAgain = false;
  readonly #closing = new AbortController();
  #timer: Disposable | undefined;

  constructor(parts: InboxLoopParts) {
    this.#parts = parts;
    this.#waiting = new WaitingEvents(parts.clock);
  }

  /** There may be new events or new keys. Returns at once. */
  wake(): void {
    if (this.#isClosed) return;
    this.#isAskedAgain = true;
    this.#pass ??= this.#run();
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Takes nothing more from now on. */
  close(): void {
    this.#closing.abort();
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
        if (!this.#isClosed) this.#wakeIn(this.#waiting.nextLookMs);
      } catch (error) {
        this.#parts.onFault(error);
        if (!this.#isClosed) this.#wakeIn(againMs);
      }
    }
    this.#pass = undefined;
  }

  /** As many turns as it takes: every sender goes on where their last turn ended. */
  async #takeAll(): Promise<void> {
    const heldSessions = new Set<string>();
    const takenTo = new Map<UserId, number>();
    this.#waiting.beginLook();
    let isLeft = true;
    while (isLeft && !this.#isClosed) isLeft = await this.#takeTurn(takenTo, heldSessions);
  }

  /** Once through the inbox; whether events were left for another turn. */
  async #takeTurn(takenTo: Map<UserId, number>, heldSessions: Set<string>): Promise<boolean> {
    const { store, breathe } = this.#parts;
    const opened = new Map<UserId, number>();
    let isLeft = false;
    for (let event = store.nextEvent(0); event !== undefined; event = store.nextEvent(event.position)) {
      if (this.#isClosed) return false;
      const { sender, position } = event;
      if (position <= (takenTo.get(sender) ?? 0)) continue;
      const count = opened.get(sender) ?? 0;
      if (count >= mostInATurn) isLeft = true;
      else {
        opened.set(sender, count + 1);
        takenTo.set(sender, position);
        await this.#take(event, heldSessions);
        await breathe();
      }
    }
    return isLeft;
  }

  async #take(event: InboxEvent, heldSessions: Set<string>): Promise<void> {
    const arrival = admitArrival(event, this.#parts.arrivals);
    if (arrival.kind !== "listed") return this.#decide(event, arrival.kind === "ignored" ? arrival : refused(arrival));
    const wire = wireFacts(event.raw);
    if (wire.sessionId !== undefined && heldSessions.has(sessionKey(event, wire.sessionId))) return;
    if (!this.#waiting.isDue(event)) return hold(event, heldSessions, wire.sessionId);
    // A key store that cannot be written never answers.
    const opened = await untilAborted(this.#open(event), this.#closing.signal);
    if (opened === undefined || this.#isClosed) return;
    const arrived = { event, wire, operator: arrival.operator };
    if (opened.kind !== "waiting") return this.#decide(event, this.#judge(arrived, opened));
    const wait = this.#waiting.tried(event);
    if (wait === "waits") hold(event, heldSessions, opened.sessionId, wire.sessionId);
    else this.#decide(event, refused(refuse(wait === "too-late" ? "undecryptable" : "over-budget")));
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

  #decide(event: InboxEvent, judgement: Judgement): void {
    this.#parts.decide(event, judgement);
    this.#waiting.judged(event);
  }

  #wakeIn(ms: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = ms === Number.POSITIVE_INFINITY ? undefined : this.#parts.clock.after(ms, () => this.wake());
  }
}

function hold(event: InboxEvent, held: Set<string>, ...sessions: readonly (string | undefined)[]): void {
  for (const session of sessions) if (session !== undefined) held.add(sessionKey(event, session));
}

/** A session is one sender's in one room: whoever names another's in an event of their own holds nothing up. */
function sessionKey({ room, sender }: InboxEvent, sessionId: string): string {
  return `${room} ${sender} ${sessionId}`;
}

function refused(refusal: Refusal): Judgement {
  return { kind: "refused", refusal };
}
