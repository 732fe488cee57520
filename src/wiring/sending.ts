import { telemetryType } from "../../schemas/telemetry.ts";
import type { Source } from "../outbox/classes.ts";
import type { EventBudget } from "../outbox/event-budget.ts";
import { EventSize } from "../outbox/event-size.ts";
import { LossSource } from "../outbox/loss-source.ts";
import { OutboxSource } from "../outbox/outbox-source.ts";
import { SendLoop } from "../outbox/send-loop.ts";
import { TelemetrySource } from "../outbox/telemetry-source.ts";
import { fillBatch } from "../readings/fill-batch.ts";
import { LatestNews } from "../readings/latest-news.ts";
import { visiblePaths } from "../readings/visible-properties.ts";
import { sayHowSendingGoes } from "./say-how-sending-goes.ts";
import { clockQuality, dataTarget, isAlone, type SendingParts, timelineAudience } from "./sending-parts.ts";

/** Outbox, latest values and history, in this order, into the one loop that sends. */
export function wireSending(
  parts: SendingParts & { readonly budget: EventBudget },
  latest: readonly Source[],
): SendLoop {
  return new SendLoop({
    sources: [new OutboxSource(parts.store), ...latest, ...historySources(parts)],
    sender: parts.link.sender,
    budget: parts.budget,
    clock: parts.clock,
    random: () => parts.chance.fraction(),
    report: sayHowSendingGoes(parts.log),
  });
}

const everyDefaultMs = 30_000;
/** In a room that people read, every event may ring a phone. */
const everyInPeopleRoomMs = 15 * 60_000;

/** ms after the start in which history waits for a first reader: what is sealed before they join, they never can read. */
const joinWithinMs = 10_000;

/** What is lost, then history, once somebody can read it. */
function historySources(parts: SendingParts): readonly Source[] {
  const { configuration, readingLog, readings, clock, epoch, log, rooms, link } = parts;
  const room = dataTarget(rooms);
  const properties = configuration.things.flatMap((thing) => thing.properties);
  const isVisible = visiblePaths(configuration.things, timelineAudience(configuration, link, room));
  const losses = new LossSource({
    log: readingLog,
    clock,
    room,
    epoch,
    isVisible,
    refused: (detail) => log.error(`the homeserver will not take what tells of lost readings: ${detail}`),
  });
  const news = new LatestNews(properties, (path) => readings.latest.get(path), clock);
  const telemetry = new TelemetrySource({
    log: readingLog,
    clock,
    room,
    type: telemetryType,
    epoch,
    every: configuration.telemetryEvery ?? (rooms.dataRoom === undefined ? everyInPeopleRoomMs : everyDefaultMs),
    size: new EventSize(),
    fillBatch: (entries, number, { largest, likely, isBehind }) => {
      const latest = isBehind ? news.untold() : [];
      const batch = fillBatch(
        entries,
        { ...number, clock: clockQuality(clock) },
        { largest, likely, mayTell: isVisible, latest, now: clock.now() },
      );
      news.told(latest.slice(0, batch.latestTaken));
      return batch;
    },
    lost: (count, detail) => log.error(`the homeserver refused ${count} readings for good: ${detail}`),
  });
  const latestAt = clock.monotonic() + joinWithinMs;
  const whenRead = (source: Source): Source => ({
    next: (passOver) => {
      const waitMs = isAlone(link, room) ? latestAt - clock.monotonic() : 0;
      return waitMs > 0 ? waitMs : source.next(passOver);
    },
  });
  return [whenRead(losses), whenRead(telemetry)];
}
