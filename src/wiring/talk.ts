import type { Configuration } from "../config/configuration.ts";
import type { AuditEntry } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { Delivery } from "../core/delivery.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { showTimeIn } from "../talk/show-time.ts";
import { type Talk, talkToPeople } from "../talk/talk-to-people.ts";
import type { Texts } from "../texts/english.ts";
import type { AlertWatch } from "./alerts.ts";
import type { Farewell } from "./keep-will.ts";
import type { Hardware } from "./open-hardware.ts";
import type { OutputWatch } from "./outputs.ts";
import type { ReadingWay } from "./readings.ts";
import type { Trust } from "./trust.ts";

export interface TalkWayParts {
  readonly configuration: Configuration;
  readonly hardware: Hardware;
  readonly outputs: Pick<OutputWatch, "stopped">;
  readonly readings: ReadingWay;
  readonly alerts: { readonly board: Pick<AlertWatch["board"], "standing" | "mutes"> };
  readonly delivery: () => Delivery;
  readonly farewell: () => Farewell;
  readonly trust: Pick<Trust, "status" | "people">;
  readonly store: Pick<ControlStore, "auditHead" | "auditEntries">;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly version: string;
  /** UTC ms. */
  readonly startedAt: number;
}

/** What people say and are told, over what the agent knows. */
export function wireTalk(parts: TalkWayParts): Talk {
  const {
    configuration,
    hardware,
    outputs,
    readings,
    delivery,
    farewell,
    trust,
    store,
    texts,
    clock,
    version,
    startedAt,
  } = parts;
  const { matrix, things } = configuration;
  return talkToPeople({
    names: { user: matrix.user, displayName: matrix.deviceName },
    things,
    latest: (path) => readings.latest.get(path),
    away: (thing) => readings.latest.away(thing),
    status: () => ({
      version,
      startedAt,
      isClockTrusted: clock.isTrusted(),
      downConnections: hardware.down(),
      stopped: outputs.stopped(),
      delivery: delivery(),
      farewell: farewell(),
      trust: trust.status(),
    }),
    alerts: () => parts.alerts.board,
    people: () => trust.people(),
    audit: (limit) => newestEntries(store, limit),
    showTime: showTimeIn(configuration.timeZone, texts.code),
    clock,
    texts,
  });
}

/** None where the file cannot be read: whoever checks the audit is told why. */
function newestEntries(store: TalkWayParts["store"], limit: number): readonly AuditEntry[] {
  try {
    return store.auditEntries(Math.max(0, (store.auditHead()?.entry ?? 0) - limit), limit);
  } catch {
    return [];
  }
}
