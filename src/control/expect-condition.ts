import type { Clock } from "../core/clock.ts";
import type { Condition } from "../core/condition.ts";
import { formatDuration } from "../core/duration.ts";
import type { Outcome } from "../core/outcome.ts";
import { sayCondition } from "../core/say-condition.ts";
import type { ConditionWatch } from "./condition-watch.ts";
import { untilAborted } from "./until-aborted.ts";
import { interrupted } from "./write-property.ts";

export interface ExpectParts {
  readonly clock: Clock;
  readonly conditions: ConditionWatch;
}

/**
 * Does some work and then waits until a condition is met. It is followed from before the work, and where it is `changes`
 * a change during the work counts. Not seen in time: nobody knows what the work did.
 */
export async function expectCondition(
  { condition, within }: { readonly condition: Condition; readonly within: number },
  signal: AbortSignal,
  { clock, conditions }: ExpectParts,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const { promise: seen, resolve } = Promise.withResolvers<boolean>();
  let isWorkDone = false;
  using _followed = conditions.follow(condition, (isMet) => {
    if (isMet && (isWorkDone || condition.test.kind === "changes")) resolve(true);
  });
  const outcome = await work();
  if (outcome.status !== "done") return outcome;
  isWorkDone = true;
  if (conditions.isMet(condition)) resolve(true);
  using _limit = clock.after(within, () => resolve(false));
  using stopped = untilAborted(signal, () => false);
  const isSeen = await Promise.race([seen, stopped.promise]);
  if (isSeen) return { ...outcome, confirmed: "property" };
  if (signal.aborted) return interrupted;
  const detail = `It was done, but within ${formatDuration(within)} this did not come true: ${sayCondition(condition)}.`;
  return { status: "unknown", code: "unconfirmed", detail };
}
