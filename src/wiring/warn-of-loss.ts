import type { Clock } from "../core/clock.ts";
import { droppedInAll } from "../core/delivery.ts";
import type { Log } from "../core/log.ts";
import type { ReadingLog } from "../core/store-ports.ts";
import type { Texts } from "../texts/english.ts";
import type { AlertWatch } from "./alerts.ts";

export interface WarnOfLossParts {
  readonly readingLog: Pick<ReadingLog, "usage" | "backlog">;
  readonly texts: Texts;
  readonly alerts: Pick<AlertWatch, "raise" | "clear">;
  readonly clock: Clock;
  readonly log: Log;
}

const halfFull = "half-full";
const everyMs = 60_000;
/** Shares of the quota: told from the one on, told again only after it was below the other. */
const fullShare = 0.5;
const emptyShare = 0.4;
/** ms without a loss after which the next one is told again. */
const quietMs = 60 * 60_000;

/** Alerts people once when what waits fills half of its room, and once when readings begin to be given up. */
export function warnOfLoss({ readingLog, texts, alerts, clock, log }: WarnOfLossParts): Disposable {
  const { alerts: said } = texts;
  let isHalfFull = false;
  let dropped = droppedInAll(readingLog.usage());
  let droppedAt = Number.NEGATIVE_INFINITY;
  const look = (): void => {
    const usage = readingLog.usage();
    const share = usage.waitingBytes / usage.quota;
    if (share >= fullShare && !isHalfFull) {
      log.warn("what waits to be sent fills half of its room", { readings: readingLog.backlog().readings });
      alerts.raise({ key: halfFull, text: said.halfFull(readingLog.backlog().readings), isMomentary: false });
    }
    isHalfFull = isHalfFull ? share >= emptyShare : share >= fullShare;
    if (share < emptyShare) alerts.clear(halfFull);
    const inAll = droppedInAll(usage);
    if (inAll <= dropped) return;
    if (clock.monotonic() - droppedAt >= quietMs) {
      alerts.raise({ key: "readings-lost", text: said.dropping(inAll - dropped), isMomentary: true });
    }
    dropped = inAll;
    droppedAt = clock.monotonic();
  };
  let timer = clock.after(everyMs, tick);
  function tick(): void {
    try {
      look();
    } catch (error) {
      log.error("how full the reading log is cannot be told", { error });
    }
    timer = clock.after(everyMs, tick);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
