import type { Operator } from "../config/configuration.ts";
import { CutArrivals, type CutReport } from "../control/cut-arrivals.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";

export interface ArrivalParts {
  /** As they are listed now. */
  readonly operators: () => readonly Operator[];
  readonly store: Pick<ControlStore, "waiting" | "audit">;
  readonly clock: Clock;
  readonly log: Log;
}

/** The cut before the inbox, told in one line and one note of the audit a minute and code. */
export function wireArrivals({ operators, store, clock, log }: ArrivalParts): CutArrivals {
  return new CutArrivals({
    clock,
    mayCommand: (sender) => operators().some(({ user }) => user === sender),
    waiting: (sender) => store.waiting(sender),
    onCut: (report) => tell(report, store, log),
  });
}

/** What people who are no operators say to each other is no news. */
function tell({ code, count, sender }: CutReport, store: Pick<ControlStore, "audit">, log: Log): void {
  const fields = { code, count, ...(sender !== undefined && { sender }) };
  const line = `left out ${count === 1 ? "an event" : `${count} events`}: ${code}`;
  if (code === "unlisted") log.info(line, fields);
  else log.warn(line, fields);
  try {
    store.audit({ kind: "refusal", body: fields });
  } catch (error) {
    log.error("the audit could not be written", { error });
  }
}
