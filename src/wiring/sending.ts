import { telemetryType } from "../../schemas/telemetry.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import { EventBudget } from "../outbox/event-budget.ts";
import { OutboxSource } from "../outbox/outbox-source.ts";
import { SendLoop } from "../outbox/send-loop.ts";
import { TelemetrySource } from "../outbox/telemetry-source.ts";
import { fillBatch } from "../readings/fill-batch.ts";
import type { Audience } from "../readings/visible-properties.ts";
import type { LatestWay } from "./latest.ts";
import type { ReadingWay } from "./readings.ts";
import { sayHowSendingGoes } from "./say-how-sending-goes.ts";

export interface SendingParts {
  readonly configuration: Configuration;
  readonly link: MatrixLink;
  readonly store: ControlStore;
  readonly readingLog: ReadingLog;
  readonly readings: ReadingWay;
  readonly rooms: { readonly room: RoomId; readonly dataRoom: RoomId | undefined };
  readonly epoch: number;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Outbox, latest values and history, in this order, into the one loop that sends. */
export function wireSending(parts: SendingParts, latest: LatestWay): SendLoop {
  return new SendLoop({
    sources: [new OutboxSource(parts.store), ...latest.sources, historySource(parts)],
    sender: parts.link.sender,
    budget: new EventBudget(parts.clock),
    clock: parts.clock,
    random: Math.random,
    report: sayHowSendingGoes(parts.log),
  });
}

/** Where telemetry, descriptions and latest values go. */
export function dataTarget({ room, dataRoom }: SendingParts["rooms"]): RoomId {
  return dataRoom ?? room;
}

/** Who can read a timeline event there. */
export function timelineAudience(link: MatrixLink, room: RoomId): Audience {
  return link.rooms.isEncrypted(room) ? "encrypted" : "plain";
}

export function clockQuality(clock: Clock): "trusted" | "untrusted" {
  return clock.isTrusted() ? "trusted" : "untrusted";
}

const everyDefaultMs = 30_000;
/** In a room that people read, every event may ring a phone. */
const everyInPeopleRoomMs = 15 * 60_000;

function historySource(parts: SendingParts): TelemetrySource {
  const { configuration, readingLog, clock, epoch, log, rooms, link } = parts;
  const room = dataTarget(rooms);
  const isEncrypted = timelineAudience(link, room) === "encrypted";
  const properties = configuration.things.flatMap((thing) => thing.properties);
  const hidden = new Set(properties.filter((property) => property.private).map(({ path }) => path));
  return new TelemetrySource({
    log: readingLog,
    clock,
    room,
    type: telemetryType,
    epoch,
    every: configuration.telemetryEvery ?? (rooms.dataRoom === undefined ? everyInPeopleRoomMs : everyDefaultMs),
    fillBatch: (entries, number) =>
      fillBatch(entries, { ...number, clock: clockQuality(clock) }, (path) => isEncrypted || !hidden.has(path)),
    lost: (readings, detail) => log.error(`the homeserver refused ${readings} readings for good: ${detail}`),
  });
}
