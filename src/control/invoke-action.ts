import type { Outcome } from "../core/outcome.ts";
import type { Action, Thing } from "../core/thing.ts";
import { type ExpectParts, expectCondition } from "./expect-condition.ts";
import { judgeConditions } from "./judge-limits.ts";
import type { WriteWish } from "./output-guard.ts";
import { pulseOutput } from "./pulse-output.ts";
import { untilAborted } from "./until-aborted.ts";
import { outcomeOfStart, type WriteParts, writeProperty } from "./write-property.ts";

export type InvokeParts = WriteParts & ExpectParts;

export interface Invocation {
  readonly thing: Thing;
  readonly action: Action;
  /** ms of a pulse, where the command says so. */
  readonly pulse: number | undefined;
}

/** Does what an action is made of, and waits for what it expects. */
export async function invokeAction(invocation: Invocation, signal: AbortSignal, parts: InvokeParts): Promise<Outcome> {
  const { thing, action } = invocation;
  const isMet = parts.conditions.isMet.bind(parts.conditions);
  const unmet = judgeConditions("only-if", `${thing.id}/${action.name}`, action.onlyIf, isMet);
  if (unmet !== undefined) return outcomeOfStart(unmet);
  const work = () => doWork(invocation, signal, parts);
  return action.expect === undefined ? await work() : await expectCondition(action.expect, signal, parts, work);
}

async function doWork(
  { thing, action: { work }, pulse }: Invocation,
  signal: AbortSignal,
  parts: InvokeParts,
): Promise<Outcome> {
  const outputs = new Map([...thing.properties, ...thing.actionOutputs].map((output) => [output.name, output]));
  if (work.kind === "pulse") {
    const property = outputs.get(work.property);
    if (property === undefined) return gone;
    return await pulseOutput({ property, value: work.value, ms: pulse ?? work.for.default }, signal, parts);
  }
  const wishes: WriteWish[] = [];
  for (const { property: name, value } of work.writes) {
    const property = outputs.get(name);
    if (property === undefined) return gone;
    wishes.push({ property, value, decidedAt: parts.guard.timesAtRest(property) });
  }
  return await writeAll(wishes, signal, parts);
}

/** One after the other, in the action's order, after the limits had their word on all of them. */
async function writeAll(wishes: readonly WriteWish[], signal: AbortSignal, parts: InvokeParts): Promise<Outcome> {
  const refusal = parts.guard.judge(wishes);
  if (refusal !== undefined) return outcomeOfStart(refusal);
  let last: Outcome = { status: "done", output: undefined, confirmed: "none" };
  for (const [done, wish] of wishes.entries()) {
    await deadTime(wish, signal, parts);
    last = await writeProperty(wish, signal, parts);
    if (last.status !== "done") return done === 0 ? last : inPart(done, wishes.length, last.detail);
  }
  return last.status === "done" ? { ...last, output: undefined } : last;
}

/** What an action itself has just switched off must have been off for long enough before its rival goes on. */
async function deadTime(wish: WriteWish, signal: AbortSignal, { guard, clock }: InvokeParts): Promise<void> {
  const refusal = guard.judge([wish]);
  if (refusal?.code !== "dead-time" || refusal.againInMs === undefined) return;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  using _timer = clock.after(refusal.againInMs, resolve);
  using stopped = untilAborted(signal, () => undefined);
  await Promise.race([over, stopped.promise]);
}

/** What is done in part is not certainly undone. */
function inPart(done: number, of: number, detail: string): Outcome {
  return { status: "unknown", code: "unconfirmed", detail: `${done} of ${of} writes were done. ${detail}` };
}

/** The configuration changed under a command that it had. */
export const gone: Outcome = { status: "refused", code: "unknown-target", detail: "There is no such Thing any more." };
