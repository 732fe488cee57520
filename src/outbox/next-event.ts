import type { RoomId } from "../core/ids.ts";
import type { Candidate, Source } from "./classes.ts";
import type { EventBudget } from "./event-budget.ts";
import type { Holds } from "./holds.ts";

/** What the loop does next. `waitMs` undefined: nothing until it is woken. */
export type Turn =
  | { readonly kind: "send"; readonly candidate: Candidate }
  | { readonly kind: "wait"; readonly waitMs: number | undefined };

/**
 * The first event, in the order of the sources, that may go now; it then has its token of the budget. An event whose
 * last attempt was not answered keeps its place before its source's others until its time comes again.
 */
export function nextEvent(
  sources: readonly Source[],
  budget: EventBudget,
  unanswered: Holds<string>,
  closed: Holds<RoomId>,
): Turn {
  const passOver = closed.names();
  const waits = [closed.nextIn()];
  for (const source of sources) {
    const candidate = source.next(passOver);
    if (candidate === undefined || typeof candidate === "number") {
      waits.push(candidate);
      continue;
    }
    const heldMs = unanswered.waitFor(candidate.txn);
    if (heldMs > 0) {
      waits.push(heldMs);
      continue;
    }
    const taken = budget.take(candidate.class);
    if (taken === "now") return { kind: "send", candidate };
    waits.push(taken);
  }
  const known = waits.filter((ms) => ms !== undefined);
  return { kind: "wait", waitMs: known.length === 0 ? undefined : Math.min(...known) };
}
