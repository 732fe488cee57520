import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { Outcome } from "../core/outcome.ts";
import { refusalCodes } from "../core/refusal-codes.ts";
import type { EventOpener } from "../core/room-ports.ts";
import { recheckSender } from "./admit-sender.ts";
import { freshnessHorizonMs } from "./freshness.ts";
import type { Admitted } from "./judge-event.ts";
import type { EffectivePin } from "./pins.ts";
import { type Reach, reachOf } from "./reach-of.ts";
import type { Refusal } from "./refusal.ts";
import { ThingLanes } from "./thing-lanes.ts";

/** ms without a final result after which `accepted` is said: of a text only where something moves. */
const acceptedAfterMs = 3_000;
/** ms that commands under way get to end when the agent stops. */
const stopWithinMs = 1_000;
/** ms after which an outcome that the store did not take is handed to it again. */
const recordAgainMs = 1_000;

/** Carries out one admitted command. Rejecting means a fault of its own: nobody knows how far it came. */
export type CarryOut = (command: Command, signal: AbortSignal) => Promise<Outcome>;

export interface RunParts {
  readonly clock: Clock;
  readonly recheck: EventOpener["recheck"];
  /** The operator's pin as it is at that moment. */
  readonly pinOf: (operator: Operator) => EffectivePin | undefined;
  /** Place and right once more, at the moment of acting. */
  readonly recheckRight: (admitted: Admitted) => Refusal | undefined;
  readonly carryOut: CarryOut;
  /** Writes the one outcome and what is told of it; throws when the store does not take it. */
  readonly record: (command: Command, outcome: Outcome) => void;
  readonly accept: (command: Command) => void;
  readonly onFault: (error: unknown) => void;
}

interface Open {
  readonly admitted: Admitted;
  readonly reach: Reach;
  /** Monotonic ms. */
  readonly begunAt: number;
  readonly acceptance: Disposable | undefined;
  /** The hardware may have heard of it. */
  isActing: boolean;
}

/**
 * Runs begun commands: one at a time per Thing, different Things at once, reads at once. `stop` goes past all of them; a
 * write of a `safe_value` goes ahead of its Thing's and takes the place of what would still write the same output. Each
 * ends exactly once.
 */
export class RunCommands implements AsyncDisposable {
  readonly #parts: RunParts;
  readonly #open = new Map<string, Open>();
  readonly #lanes: ThingLanes<Open>;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #onIdle: (() => void) | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#lanes = new ThingLanes(
      (open) => this.#carry(open),
      (work) => this.#track(work),
    );
  }

  /** Takes a command that the journal has begun. Returns at once. */
  run(admitted: Admitted): void {
    const { command, wish } = admitted;
    const { clock, accept } = this.#parts;
    const isTold = command.source === "event" || command.op !== "read";
    const acceptance = isTold ? clock.after(acceptedAfterMs, () => accept(command)) : undefined;
    const reach = reachOf(wish);
    const open: Open = { admitted, reach, begunAt: clock.monotonic(), acceptance, isActing: false };
    this.#open.set(command.id, open);
    if (this.#stop.signal.aborted) this.#end(open, refuseOutcome("stopping"));
    else if (reach.kind === "read" || reach.kind === "stop") this.#track(this.#carry(open));
    else if (reach.kind === "safe") this.#goAhead(open);
    else this.#enqueue(open);
  }

  /** Calls back once, synchronously, at the first moment at which nothing is under way; `undefined` takes that back. */
  onceIdle(run: (() => void) | undefined): void {
    this.#onIdle = run;
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.#open.size > 0) return;
    const run = this.#onIdle;
    this.#onIdle = undefined;
    run?.();
  }

  /** Refuses what waits, aborts what runs, and leaves nothing without an outcome. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new DOMException("The agent stops", "AbortError"));
    for (const open of this.#lanes.removeAll()) this.#end(open, refuseOutcome("stopping"));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _limit = this.#parts.clock.after(stopWithinMs, resolve);
    await Promise.race([Promise.all(this.#running), late]);
    for (const open of this.#open.values()) this.#end(open, interrupted);
  }

  #goAhead(open: Open): void {
    for (const older of [...this.#open.values()]) {
      const isSame = older !== open && older.reach.writes.some((path) => open.reach.writes.includes(path));
      if (isSame && !older.isActing) this.#supersede(older);
    }
    this.#lanes.goAhead(open.admitted.command.thing, open);
  }

  #enqueue(open: Open): void {
    const { thing } = open.admitted.command;
    const older = this.#lanes.waiting(thing).filter((waiting) => isSameWrite(waiting, open));
    for (const one of older) this.#supersede(one);
    this.#lanes.enqueue(thing, open);
  }

  #supersede(older: Open): void {
    this.#lanes.remove(older.admitted.command.thing, older);
    this.#end(older, refuseOutcome("superseded"));
  }

  async #carry(open: Open): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await this.#act(open);
    } catch (error) {
      this.#parts.onFault(error);
      outcome = { status: "unknown", code: "interrupted", detail: "A fault of the agent itself; see its log." };
    }
    this.#end(open, outcome);
  }

  async #act(open: Open): Promise<Outcome> {
    const { command } = open.admitted;
    // Judged this very moment, and nobody may be kept from it.
    const distrust = open.reach.kind === "stop" ? undefined : await this.#distrust(open.admitted);
    if (distrust !== undefined) return { status: "refused", code: distrust.code, detail: distrust.detail };
    if (!this.#open.has(command.id)) return refuseOutcome("superseded");
    if (this.#isTooLate(open)) return refuseOutcome("expired");
    if (this.#stop.signal.aborted) return refuseOutcome("stopping");
    open.isActing = true;
    return await this.#parts.carryOut(command, this.#stop.signal);
  }

  async #distrust(admitted: Admitted): Promise<Refusal | undefined> {
    const { command, facts, operator } = admitted;
    const now = await this.#parts.recheck(command.sender, facts);
    return recheckSender(now, this.#parts.pinOf(operator)) ?? this.#parts.recheckRight(admitted);
  }

  #isTooLate({ begunAt, admitted }: Open): boolean {
    const { clock } = this.#parts;
    const { expiresAt } = admitted.command;
    const isExpired = expiresAt !== undefined && clock.now() >= expiresAt;
    return isExpired || clock.monotonic() - begunAt >= freshnessHorizonMs;
  }

  #end(open: Open, outcome: Outcome): void {
    const { command } = open.admitted;
    if (!this.#open.delete(command.id)) return;
    open.acceptance?.[Symbol.dispose]();
    this.#record(command, outcome);
    this.#tellIdle();
  }

  #record(command: Command, outcome: Outcome): void {
    try {
      this.#parts.record(command, outcome);
    } catch (error) {
      this.#parts.onFault(error);
      if (!this.#stop.signal.aborted) this.#parts.clock.after(recordAgainMs, () => this.#record(command, outcome));
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }
}

function isSameWrite({ admitted: { command: a } }: Open, { admitted: { command: b } }: Open): boolean {
  return a.op === "write" && b.op === "write" && a.name === b.name;
}

function refuseOutcome(code: "stopping" | "superseded" | "expired"): Outcome {
  return { status: "refused", code, detail: refusalCodes[code].meaning };
}

const interrupted: Outcome = {
  status: "unknown",
  code: "interrupted",
  detail: "The agent was stopped while it was being done.",
};
