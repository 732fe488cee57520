import type { Clock } from "../../core/clock.ts";
import type { ControlStore, Post } from "../../core/store-ports.ts";
import {
  type Alert,
  type AlertState,
  acknowledge,
  clear,
  keepOnly,
  mute,
  raise,
  type Standing,
} from "./alert-state.ts";
import { readAlertState } from "./read-alert-state.ts";
import { lookAgainMs, nextTellingIn, type Telling, tellingAt } from "./telling.ts";

export interface AlertBoardParts {
  readonly store: Pick<ControlStore, "fact" | "setFact" | "together" | "post">;
  readonly clock: Clock;
  /** Whether only what is urgent may ring at that moment, UTC ms. */
  readonly isQuiet: (at: number) => boolean;
  /** The store did not take it; it is tried again. Told once while that lasts. */
  readonly onFault: (error: unknown) => void;
}

/** Where people are told. */
export interface AlertOutlet {
  /** Whether what is posted now can go out soon. */
  isOpen(): boolean;
  /** The message that says it. */
  wording(telling: Telling): Post;
  /** It stands in the outbox. */
  posted(): void;
}

const factName = "alerts";
/** ms in which what happens together is gathered into one message. */
const gatherMs = 1_000;
/** Most messages in so many ms: a third of what an untouched Synapse grants. What is more waits, and is told together. */
const most = { messages: 4, within: 60_000 };

/**
 * Alerts from being raised to being over: gathered, told, repeated until acknowledged. Each telling and the memory of it are
 * one transaction, so a restart neither rings again nor forgets.
 */
export class AlertBoard implements Disposable {
  readonly #parts: AlertBoardParts;
  #state: AlertState;
  /** The store has it. */
  #isKept = true;
  #hasFailed = false;
  #outlet: AlertOutlet | undefined;
  #timer: Disposable | undefined;
  /** Monotonic ms since which there is something to tell. */
  #pendingSince: number | undefined;
  /** Monotonic ms of the last messages. */
  #messages: readonly number[] = [];

  constructor(parts: AlertBoardParts) {
    this.#parts = parts;
    this.#state = readAlertState(parts.store.fact(factName));
    this.#schedule();
  }

  /** The oldest first. */
  get standing(): readonly Standing[] {
    return this.#state.standing.filter(({ overAt, isMomentary }) => overAt === undefined && !isMomentary);
  }

  get mutes(): AlertState["mutes"] {
    return this.#state.mutes;
  }

  raise(alert: Alert): void {
    this.#change(raise(this.#state, alert, this.#now()));
    // What a condition says it says again after a crash; of the agent itself nobody would.
    if (alert.thing === undefined || alert.isMomentary) this.#keep();
  }

  clear(key: string): void {
    this.#change(clear(this.#state, key, this.#now()));
  }

  keepOnly(isKept: (alert: Alert) => boolean): void {
    this.#change(keepOnly(this.#state, isKept));
  }

  acknowledge(isMeant: (alert: Alert) => boolean, by: string): void {
    this.#change(acknowledge(this.#state, isMeant, by));
    this.#keep();
  }

  /** For so many ms; 0 ends it. */
  mute(id: string, ms: number): void {
    const now = this.#now();
    this.#change(mute(this.#state, id, now + ms, now));
    this.#keep();
  }

  /** Tells people there from now on, beginning with what they were not told yet. One at a time. */
  attach(outlet: AlertOutlet): Disposable {
    this.#outlet = outlet;
    this.#schedule();
    return {
      [Symbol.dispose]: () => {
        if (this.#outlet === outlet) this.#outlet = undefined;
      },
    };
  }

  /** The outlet may have opened. */
  look(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#keep();
    const { clock, isQuiet } = this.#parts;
    const now = this.#now();
    const found = tellingAt(this.#state, now, clock.isTrusted() && isQuiet(now));
    if (found === undefined || this.#outlet === undefined || !this.#outlet.isOpen()) {
      this.#pendingSince = undefined;
      this.#lookIn(nextTellingIn(this.#state, now));
      return;
    }
    const at = clock.monotonic();
    this.#pendingSince ??= at;
    const waitMs = Math.max(this.#pendingSince + gatherMs - at, this.#mayTellIn(at));
    if (waitMs > 0) this.#lookIn(waitMs);
    else this.#tell(found, this.#outlet);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #tell({ telling, after }: NonNullable<ReturnType<typeof tellingAt>>, outlet: AlertOutlet): void {
    const { store, clock } = this.#parts;
    try {
      store.together(() => {
        store.setFact(factName, JSON.stringify(after));
        store.post(outlet.wording(telling));
      });
    } catch (error) {
      this.#failed(error);
      this.#lookIn(lookAgainMs);
      return;
    }
    this.#state = after;
    this.#isKept = true;
    this.#hasFailed = false;
    this.#pendingSince = undefined;
    this.#messages = [...this.#messages, clock.monotonic()].slice(-most.messages);
    outlet.posted();
    this.#schedule();
  }

  #mayTellIn(at: number): number {
    const [first] = this.#messages;
    return first === undefined || this.#messages.length < most.messages ? 0 : first + most.within - at;
  }

  #change(next: AlertState): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#isKept = false;
    this.#schedule();
  }

  #keep(): void {
    if (this.#isKept) return;
    try {
      this.#parts.store.setFact(factName, JSON.stringify(this.#state));
      this.#isKept = true;
      this.#hasFailed = false;
    } catch (error) {
      // Memory has it, and the next look writes it.
      this.#failed(error);
    }
  }

  /** Told once, until the store takes something again. */
  #failed(error: unknown): void {
    if (!this.#hasFailed) this.#parts.onFault(error);
    this.#hasFailed = true;
    this.#isKept = false;
  }

  /** Looks soon, never from within the call that changed something: a whole bus may fail in one turn. */
  #schedule(): void {
    this.#lookIn(0);
  }

  #lookIn(ms: number | undefined): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = ms === undefined ? undefined : this.#parts.clock.after(ms, () => this.look());
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
