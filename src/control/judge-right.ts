import type { Operator, Right } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import { everything, isAboutAlerts, type Operation } from "../core/command.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** What a right is needed for: a target of one Thing, or `all`. */
export interface Deed {
  readonly thing: string;
  readonly op: Operation;
  readonly name: string;
}

const neededRight: Readonly<Record<Operation, Right>> = { read: "read", write: "write", invoke: "invoke" };

/**
 * Rule 5: whether the configuration lets this operator do that, today. The room gives no rights. An end of all rights
 * cannot be told without a clock to trust, so it then counts as reached.
 */
export function judgeRight(
  { thing, op, name }: Deed,
  operator: Operator,
  clock: Pick<Clock, "now" | "isTrusted">,
): Refusal | undefined {
  const { until } = operator;
  if (until !== undefined && !clock.isTrusted()) {
    return refuse("rights-ended", "Your rights have an end, and the agent's clock is not set.");
  }
  if (until !== undefined && clock.now() >= until) return refuse("rights-ended", "Your rights have ended.");
  if (op === "invoke" && isAboutAlerts(name)) return mayQuiet(thing, operator);
  if (thing === everything) return name === "release" ? mayRelease(operator) : mayStop(operator);
  const mayTouch = operator.things === undefined || operator.things.some((id) => id === thing);
  if (mayTouch && operator.may.includes(neededRight[op])) return undefined;
  return refuse("not-allowed", `You may not ${op} ${op === "invoke" ? "actions" : "properties"} of this Thing.`);
}

/** Whoever may move something of a Thing may say that they saw its alerts; of `all`: those of their own Things. */
function mayQuiet(thing: string, { may, things }: Operator): Refusal | undefined {
  const mayTouch = thing === everything || things === undefined || things.some((id) => id === thing);
  const movesSomething = may.some((right) => right !== "read");
  return mayTouch && movesSomething ? undefined : refuse("not-allowed", "You may not quiet the alerts of this Thing.");
}

/** Whoever may move something may stop everything. */
function mayStop({ may }: Operator): Refusal | undefined {
  const movesSomething = may.some((right) => right !== "read");
  return movesSomething ? undefined : refuse("not-allowed", "You may only read.");
}

function mayRelease({ may, things }: Operator): Refusal | undefined {
  const isAdmin = may.includes("admin") && things === undefined;
  return isAdmin ? undefined : refuse("not-allowed", "A stop is released by an operator with `admin` for all Things.");
}
