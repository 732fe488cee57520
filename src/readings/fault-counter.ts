import type { FaultCode } from "../core/fault-codes.ts";

/** What is said aloud: once when something goes away, once when it is back. */
export type FaultTurn = "warn" | "recovered" | undefined;

export interface Fault {
  readonly code: FaultCode;
  readonly detail: string;
}

/** One property or connection that has had a fault. */
export interface FaultTotal {
  /** A property's path or a connection's name. */
  readonly subject: string;
  readonly count: number;
  /** The last one. */
  readonly fault: Fault;
  /** Whether it lasts. */
  readonly lasts: boolean;
}

interface Tally {
  count: number;
  fault: Fault;
  lasts: boolean;
  /** Monotonic ms of the last warning. */
  warnedAt: number;
  wasTold: boolean;
}

/** A source that comes and goes is warned of no more often than this. */
const quietMs = 10 * 60_000;

/** Counts faults by property and by connection. Nothing is forgotten until the agent ends. */
export class FaultCounter {
  readonly #tallies = new Map<string, Tally>();

  /** Takes the fault of a reading or of a connection, or undefined when all is well. `now`: monotonic ms. */
  note(subject: string, fault: Fault | undefined, now: number): FaultTurn {
    const tally = this.#tallies.get(subject);
    if (fault === undefined) return recover(tally);
    if (tally === undefined) {
      this.#tallies.set(subject, { count: 1, fault, lasts: true, warnedAt: now, wasTold: true });
      return "warn";
    }
    const isNew = !tally.lasts;
    tally.count += 1;
    tally.fault = fault;
    tally.lasts = true;
    if (!isNew || now - tally.warnedAt < quietMs) return undefined;
    tally.warnedAt = now;
    tally.wasTold = true;
    return "warn";
  }

  /** All that ever had one, in the order of their first. */
  totals(): readonly FaultTotal[] {
    return [...this.#tallies].map(([subject, { count, fault, lasts }]) => ({ subject, count, fault, lasts }));
  }
}

function recover(tally: Tally | undefined): FaultTurn {
  if (tally === undefined || !tally.lasts) return undefined;
  const { wasTold } = tally;
  tally.lasts = false;
  tally.wasTold = false;
  return wasTold ? "recovered" : undefined;
}
