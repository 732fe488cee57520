import type { Configuration } from "../config/configuration.ts";
import type { Chance } from "../core/chance.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { Audience } from "../readings/visible-properties.ts";
import type { Texts } from "../texts/english.ts";
import type { ReadingWay } from "./readings.ts";

export interface SendingParts {
  readonly configuration: Configuration;
  readonly link: MatrixLink;
  readonly store: ControlStore;
  readonly readingLog: ReadingLog;
  readonly readings: ReadingWay;
  readonly rooms: { readonly room: RoomId; readonly dataRoom: RoomId | undefined };
  readonly epoch: number;
  readonly version: string;
  /** In the language of the people. */
  readonly texts: Texts;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** Where telemetry, descriptions and latest values go. */
export function dataTarget({ room, dataRoom }: SendingParts["rooms"]): RoomId {
  return dataRoom ?? room;
}

/** Who can read a timeline event that leaves for there: where encryption is required, nothing leaves without it. */
export function timelineAudience(
  { matrix }: Configuration,
  link: { readonly rooms: Pick<MatrixLink["rooms"], "isEncrypted"> },
  room: RoomId,
): Audience {
  return matrix.encryption === "required" || link.rooms.isEncrypted(room) ? "encrypted" : "plain";
}

/** Whether what is sealed for that room now could be read by nobody, ever. */
export function isAlone(link: MatrixLink, room: RoomId): boolean {
  return link.rooms.isEncrypted(room) && link.rooms.members(room).length <= 1;
}

export function clockQuality(clock: Clock): "trusted" | "untrusted" {
  return clock.isTrusted() ? "trusted" : "untrusted";
}
