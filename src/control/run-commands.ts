import type { Operator } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { Command } from "../core/command.ts";
import type { ThingId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import { refusalCodes } from "../core/refusal-codes.ts";
import type { EventOpener } from "../core/room-ports.ts";
import { recheckSender } from "./admit-sender.ts";
import { freshnessHorizonMs } from "./freshness.ts";
import type { Admitted } from "./judge-event.ts";
import type { EffectivePin } from "./pins.ts";

/** ms without a final result after which `accepted` is said. */
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
  readonly carryOut: CarryOut;
  /** Writes the one outcome and what is told of it; throws when the store does not take it. */
  readonly record: (command: Command, outcome: Outcome) => void;
  readonly accept: (command: Command) => void;
  readonly onFault: (error: unknown) => void;
}

interface Open {
  readonly admitted: Admitted;
  /** Monotonic ms. */
  readonly begunAt: number;
  readonly acceptance: Disposable | undefined;
}

/** Runs begun commands: one at a time per Thing, different Things at once, reads at once. Each ends exactly once. */
export class RunCommands implements AsyncDisposable {
  readonly #parts: RunParts;
  readonly #open = new Map<string, Open>();
  readonly #lanes = new Map<ThingId, Open[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #onIdle: (() => void) | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** Takes a command that the journal has begun. Returns at once. */
  run(admitted: Admitted): void {
    const { command } = admitted;
    const { clock, accept } = this.#parts;
    const acceptance = command.source === "event" ? clock.after(acceptedAfterMs, () => accept(command)) : undefined;
    const open: Open = { admitted, begunAt: clock.monotonic(), acceptance };
    this.#open.set(command.id, open);
    if (this.#stop.signal.aborted) this.#end(open, refuseOutcome("stopping"));
    else if (command.op === "read") this.#track(this.#carry(open));
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
    for (const lane of this.#lanes.values())
      for (const open of lane.splice(0)) this.#end(open, refuseOutcome("stopping"));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _limit = this.#parts.clock.after(stopWithinMs, resolve);
    await Promise.race([Promise.all(this.#running), late]);
    for (const open of this.#open.values()) this.#end(open, interrupted);
  }

  #enqueue(open: Open): void {
    const { thing } = open.admitted.command;
    const lane = this.#lanes.get(thing);
    if (lane === undefined) {
      const fresh = [open];
      this.#lanes.set(thing, fresh);
      this.#track(this.#drain(thing, fresh));
      return;
    }
    for (const older of lane.filter((waiting) => isSameWrite(waiting, open))) {
      lane.splice(lane.indexOf(older), 1);
      this.#end(older, refuseOutcome("superseded"));
    }
    lane.push(open);
  }

  async #drain(thing: ThingId, lane: Open[]): Promise<void> {
    for (let open = lane.shift(); open !== undefined; open = lane.shift()) await this.#carry(open);
    this.#lanes.delete(thing);
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
    const { command, facts, operator } = open.admitted;
    const now = await this.#parts.recheck(command.sender, facts);
    const distrust = recheckSender(now, this.#parts.pinOf(operator));
    if (distrust !== undefined) return { status: "refused", code: distrust.code, detail: distrust.detail };
    if (this.#isTooLate(open)) return refuseOutcome("expired");
    if (this.#stop.signal.aborted) return refuseOutcome("stopping");
    return await this.#parts.carryOut(command, this.#stop.signal);
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
