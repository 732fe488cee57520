import type { Configuration } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { ReadingLog } from "../core/store-ports.ts";
import { type Talk, talkToPeople } from "../talk/talk-to-people.ts";
import { english } from "../texts/english.ts";
import type { Hardware } from "./open-hardware.ts";
import type { OutputWatch } from "./outputs.ts";
import type { ReadingWay } from "./readings.ts";
import type { Trust } from "./trust.ts";

export interface TalkWayParts {
  readonly configuration: Configuration;
  readonly hardware: Hardware;
  readonly outputs: Pick<OutputWatch, "stopped">;
  readonly readings: ReadingWay;
  readonly readingLog: ReadingLog;
  readonly trust: Pick<Trust, "status">;
  readonly clock: Clock;
  readonly version: string;
}

/** What people say and are told, over what the agent knows. */
export function wireTalk(parts: TalkWayParts): Talk {
  const { configuration, hardware, outputs, readings, readingLog, trust, clock, version } = parts;
  const { matrix, things } = configuration;
  const startedAt = clock.now();
  return talkToPeople({
    names: { user: matrix.user, displayName: matrix.deviceName },
    things,
    latest: (path) => readings.latest.get(path),
    status: () => ({
      version,
      startedAt,
      isClockTrusted: clock.isTrusted(),
      downConnections: hardware.down(),
      stopped: outputs.stopped(),
      backlog: readingLog.backlog(),
      trust: trust.status(),
    }),
    clock,
    texts: english,
  });
}
