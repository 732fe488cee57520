import type { Condition } from "../core/condition.ts";
import { compareDecimals, formatDecimal } from "../core/decimal.ts";
import { formatDuration } from "../core/duration.ts";
import type { AffordancePath } from "../core/ids.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import { sayCondition } from "../core/say-condition.ts";
import { isDecimal, type Value } from "../core/value.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { isAtRest } from "./rest-value.ts";
import type { StopFact } from "./stop-latch.ts";

export interface LimitRefusal extends Refusal {
  /** ms after which it is possible, if nothing else changes; undefined: time alone does not help. */
  readonly againInMs?: number;
}

/** What is known when somebody wants to write. */
export interface LimitFacts {
  readonly stopped: StopFact | undefined;
  readonly isMet: (condition: Condition) => boolean;
  /** Certainly on, so that nothing is switched by another value that is on. */
  readonly isSurelyOn: boolean;
  /** ms until `min_off` and `max_switches` let it on. */
  readonly offWaitMs: number;
  readonly switchWaitMs: number;
  readonly rivals: readonly RivalFacts[];
}

export interface RivalFacts {
  readonly path: AffordancePath;
  /** ms; undefined: it counts as on. */
  readonly offForMs: number | undefined;
  readonly deadTime: number;
}

/**
 * The limits' word on a value that somebody wants to write: rule 8 and the narrower bounds. undefined: it may be written.
 * What brings the output to rest is never refused.
 */
export function judgeLimits(
  property: Property,
  value: Value,
  hasLease: boolean,
  facts: LimitFacts,
): LimitRefusal | undefined {
  if (isAtRest(property, value)) return undefined;
  return (
    judgeStop(facts.stopped) ??
    judgeBounds(property, value) ??
    judgeLease(property, hasLease) ??
    (isOn(property, value) ? judgeOn(property, facts) : undefined)
  );
}

/** Conditions that must hold before something begins. */
export function judgeConditions(
  code: "only-if" | "only-while",
  what: string,
  conditions: readonly Condition[],
  isMet: (condition: Condition) => boolean,
): Refusal | undefined {
  const unmet = conditions.find((condition) => !isMet(condition));
  const name = code.replace("-", "_");
  return unmet && refuse(code, `${name} of ${what} asks for: ${sayCondition(unmet)}. That does not hold now.`);
}

export function judgeStop(stopped: StopFact | undefined): Refusal | undefined {
  return stopped && refuse("stopped", `Everything was stopped by ${stopped.by} (${stopped.why}).`);
}

function judgeBounds({ limits: { minimum, maximum } }: Property, value: Value): Refusal | undefined {
  if (!isDecimal(value)) return undefined;
  if (minimum !== undefined && compareDecimals(value, minimum) < 0) {
    return refuse("bad-input", `The limits allow no less than ${formatDecimal(minimum)}.`);
  }
  if (maximum !== undefined && compareDecimals(value, maximum) > 0) {
    return refuse("bad-input", `The limits allow no more than ${formatDecimal(maximum)}.`);
  }
  return undefined;
}

function judgeLease({ to }: Property, hasLease: boolean): Refusal | undefined {
  return hasLease && to?.safeValue === null ? refuse("no-lease") : undefined;
}

function judgeOn(property: Property, facts: LimitFacts): LimitRefusal | undefined {
  const { path, limits } = property;
  const { isMet, isSurelyOn } = facts;
  return (
    judgeConditions("only-while", path, limits.onlyWhile, isMet) ??
    facts.rivals.map(judgeRival).find((refusal) => refusal !== undefined) ??
    (isSurelyOn ? undefined : judgeStart(property, facts))
  );
}

function judgeRival({ path, offForMs, deadTime }: RivalFacts): LimitRefusal | undefined {
  if (offForMs === undefined) return refuse("not-with", `${path} is on, or it is not known to be off.`);
  if (offForMs >= deadTime) return undefined;
  const againInMs = deadTime - offForMs;
  const detail = `dead_time: ${path} has just been switched off; possible again in ${soon(againInMs)}.`;
  return { ...refuse("dead-time", detail), againInMs };
}

/** What only counts when it is switched on. */
function judgeStart(property: Property, { isMet, offWaitMs, switchWaitMs }: LimitFacts): LimitRefusal | undefined {
  const { path, limits } = property;
  const unmet = judgeConditions("only-if", path, limits.onlyIf, isMet);
  if (unmet !== undefined) return unmet;
  if (offWaitMs > 0) {
    return { ...refuse("min-off", `min_off: possible again in ${soon(offWaitMs)}.`), againInMs: offWaitMs };
  }
  if (switchWaitMs > 0) {
    return {
      ...refuse("max-switches", `max_switches: possible again in ${soon(switchWaitMs)}.`),
      againInMs: switchWaitMs,
    };
  }
  return undefined;
}

/** Rounded up, so that nobody comes too early. */
function soon(ms: number): string {
  return formatDuration(ms < 1000 ? Math.ceil(ms) : Math.ceil(ms / 1000) * 1000);
}
