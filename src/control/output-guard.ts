import type { Condition } from "../core/condition.ts";
import type { AffordancePath } from "../core/ids.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Value } from "../core/value.ts";
import { type Begun, GuardedOutput, type GuardedParts } from "./guarded-output.ts";
import { type Interlocks, interlocksOf } from "./interlocks.ts";
import { judgeLimits, type LimitRefusal, type RivalFacts } from "./judge-limits.ts";
import { refuse } from "./refusal.ts";
import { hasSafeValue, isAtRest } from "./rest-value.ts";
import type { SafeCause } from "./safe-cause.ts";
import type { FailedSend, UnsafeOutput } from "./send-value.ts";
import type { StopFact } from "./stop-latch.ts";

export interface WriteWish {
  readonly property: Property;
  readonly value: Value;
  /** After that many ms it goes back to rest. */
  readonly lease?: { readonly ms: number; readonly cause: "lease" | "pulse" } | undefined;
  /** What `timesAtRest` said when this was decided: refused when the output was brought to rest since. */
  readonly decidedAt?: number;
}

export type WriteStart = Begun | LimitRefusal | FailedSend;

export interface GuardParts extends Omit<GuardedParts, "enforce"> {
  readonly isMet: (condition: Condition) => boolean;
  readonly stopped: () => StopFact | undefined;
  /** It was set safe because the link is lost, and the link is not back. */
  readonly isCutOff: (path: AffordancePath) => boolean;
}

/**
 * The one door to the outputs: every value of whatever source goes through it, and it owns their limits. It has none until
 * `change` names them.
 */
export class OutputGuard implements Disposable {
  readonly #parts: GuardParts;
  readonly #outputs = new Map<AffordancePath, GuardedOutput>();
  #interlocks: Interlocks = new Map();
  #isClosed = false;

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  /** Hands a value over within the very call, or says why not. What brings an output to rest goes past every limit. */
  write(wish: WriteWish): WriteStart {
    const { property, value, lease, decidedAt } = wish;
    const output = this.#outputs.get(property.path);
    if (output === undefined || this.#isClosed) return refuse("stopping");
    if (decidedAt !== undefined && decidedAt !== output.timesAtRest) return refuse("superseded", overtaken);
    const refusal = this.judge([wish]);
    if (refusal !== undefined) return refusal;
    const kept = isAtRest(property, value) ? undefined : this.#keptSafe(output);
    if (kept !== undefined) return failed("connection-down", kept);
    try {
      return output.write(value, isAtRest(property, value) ? undefined : lease);
    } catch (error) {
      this.#parts.onFault(error);
      return failed("driver-failed", "The switch could not be written down first, so nothing was switched.");
    }
  }

  /** The first refusal of values that are to be written one after the other; undefined: all may be, as things stand. */
  judge(wishes: readonly WriteWish[]): LimitRefusal | undefined {
    const assumed = new Map<AffordancePath, boolean>();
    for (const { property, value, lease } of wishes) {
      const output = this.#outputs.get(property.path);
      const refusal = judgeLimits(property, value, lease !== undefined, {
        stopped: this.#parts.stopped(),
        isMet: this.#parts.isMet,
        isSurelyOn: output?.belief.isSurelyOn ?? false,
        offWaitMs: output?.switches?.offWaitMs ?? 0,
        switchWaitMs: output?.switches?.switchWaitMs ?? 0,
        rivals: this.#rivalsOf(property.path, assumed),
      });
      if (refusal !== undefined) return refusal;
      assumed.set(property.path, isOn(property, value));
    }
    return undefined;
  }

  /** What was written and taken last, of an output that nothing reads. */
  written(path: AffordancePath): Value | undefined {
    const output = this.#outputs.get(path);
    return output?.property.from === undefined ? output?.belief.writtenValue : undefined;
  }

  /** To be handed back as `decidedAt`. */
  timesAtRest({ path }: Property): number {
    return this.#outputs.get(path)?.timesAtRest ?? 0;
  }

  /**
   * Brings outputs to rest at once, each by itself, ahead of everything. Where `safe_value` is `null` it is left alone.
   * Resolves within 2 s with those that did not take it; they are tried until they do.
   */
  async setSafe(cause: SafeCause, properties?: readonly Property[]): Promise<readonly UnsafeOutput[]> {
    const wanted = properties?.flatMap(({ path }) => this.#outputs.get(path) ?? []) ?? [...this.#outputs.values()];
    const tries = wanted.filter(({ property }) => hasSafeValue(property)).map((output) => output.setSafe(cause));
    return (await Promise.all(tries)).filter((failure) => failure !== undefined);
  }

  /** Every reading of a property as it is taken. */
  saw({ path }: Property, reading: Reading): void {
    this.#outputs.get(path)?.saw(reading);
    this.enforce(path);
  }

  /** Trips what is on though it must not be, whoever switched it on; of one output, or of all. */
  enforce(path?: AffordancePath): void {
    for (const output of path === undefined ? this.#outputs.values() : [this.#outputs.get(path)]) {
      const cause = output && this.#causeToTrip(output);
      if (output === undefined || cause === undefined) continue;
      // What was just set to rest is read as on for a moment.
      if (output.isSettling && output.belief.isWrittenOff) output.lookAgain();
      else void output.setSafe(cause);
    }
  }

  /** Last: sets everything safe, and takes nothing more from anybody. */
  close(): Promise<readonly UnsafeOutput[]> {
    this.#isClosed = true;
    return this.setSafe("stop");
  }

  /** Sets these safe and lets them go. Resolves within 2 s with those that did not take it. */
  async retire(properties: readonly Property[]): Promise<readonly UnsafeOutput[]> {
    const failures = await this.setSafe("reload", properties);
    for (const { path } of properties) {
      this.#outputs.get(path)?.[Symbol.dispose]();
      this.#outputs.delete(path);
    }
    return failures;
  }

  /** Other outputs from now on; those known before go on with all that is known of them. Returns the new ones. */
  change(outputs: readonly Property[]): readonly Property[] {
    this.#interlocks = interlocksOf(outputs);
    const fresh = outputs.filter(({ path }) => !this.#outputs.has(path));
    const guarded = { ...this.#parts, enforce: (path: AffordancePath) => this.enforce(path) };
    for (const property of outputs) {
      const known = this.#outputs.get(property.path);
      if (known !== undefined) known.property = property;
      else this.#outputs.set(property.path, new GuardedOutput(property, guarded));
    }
    return fresh;
  }

  [Symbol.dispose](): void {
    for (const output of this.#outputs.values()) output[Symbol.dispose]();
  }

  /** Why it has to stay at its safe value, whatever the limits say. */
  #keptSafe({ owes, property: { path } }: GuardedOutput): string | undefined {
    if (owes !== undefined) return `It still has to take its safe value: ${owes}`;
    return this.#parts.isCutOff(path)
      ? "The link to the homeserver is lost, so it stays at its safe value."
      : undefined;
  }

  #rivalsOf(path: AffordancePath, assumed: ReadonlyMap<AffordancePath, boolean>): readonly RivalFacts[] {
    const now = this.#parts.clock.monotonic();
    return (this.#interlocks.get(path) ?? []).map(({ path: other, deadTime }) => {
      const since = this.#outputs.get(other)?.offSince;
      const isKnown = assumed.get(other);
      if (isKnown !== undefined) return { path: other, deadTime: 0, offForMs: isKnown ? undefined : 0 };
      return { path: other, deadTime, offForMs: since === undefined ? undefined : now - since };
    });
  }

  #causeToTrip({ property, belief, owes }: GuardedOutput): SafeCause | undefined {
    if (owes !== undefined || !belief.countsAsOn || belief.isUnknown) return undefined;
    const { safeValue } = property.to ?? {};
    const restsOff = safeValue !== undefined && safeValue !== null && !isOn(property, safeValue);
    if (restsOff && this.#parts.stopped() !== undefined) return "stopped";
    const holds = property.limits.onlyWhile.every((condition) => this.#parts.isMet(condition));
    return holds ? undefined : "only-while";
  }
}

const overtaken = "The output was set to its safe value meanwhile.";

function failed(code: FailedSend["code"], detail: string): FailedSend {
  return { kind: "failed", code, detail };
}
