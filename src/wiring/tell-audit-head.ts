import { type AuditContent, auditType } from "../../schemas/audit.ts";
import { auditToldFact, readAuditHead } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";

export interface AuditHeadParts {
  readonly store: Pick<ControlStore, "auditHead" | "fact" | "setFact" | "post">;
  readonly room: RoomId;
  /** Whether nobody could ever read what is sent now. */
  readonly isAlone: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

const everyMs = 24 * 60 * 60_000;
/** ms after which a room without a reader is looked at again. */
const againMs = 60_000;

/** Puts the head of the audit into the outbox once a day, over restarts; the first time as soon as there is a reader. */
export function tellAuditHead({ store, room, isAlone, clock, log }: AuditHeadParts): Disposable {
  let timer: Disposable | undefined;
  const look = (): void => {
    timer = clock.after(nextMs(), look);
  };
  const nextMs = (): number => {
    try {
      const dueMs = untilDue(readAuditHead(store.fact(auditToldFact))?.at, clock.now());
      if (dueMs > 0) return dueMs;
      return isAlone() || !tell() ? againMs : everyMs;
    } catch (error) {
      log.warn("the head of the audit cannot be told", { error });
      return againMs;
    }
  };
  const tell = (): boolean => {
    const head = store.auditHead();
    if (head === undefined) return false;
    const at = clock.now();
    const content: AuditContent = { v: 1, length: head.entry, head: head.hash, at };
    // A crash between the two sends it twice, never not at all.
    store.post({ class: "answer", event: { room, type: auditType, content } });
    store.setFact(auditToldFact, JSON.stringify({ entry: head.entry, hash: head.hash, at }));
    return true;
  };
  look();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}

/** A time that is still to come was told by a clock that has been set since, and says nothing. */
function untilDue(toldAt: number | undefined, now: number): number {
  return toldAt === undefined || toldAt > now ? 0 : toldAt + everyMs - now;
}
