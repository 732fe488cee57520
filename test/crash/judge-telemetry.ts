import { decodeColumns } from "../../src/core/decode-columns.ts";
import type { Content, Remains } from "./state-place.ts";
import type { World } from "./world.ts";

/** Every reading up to the cursor arrived, and none twice. The last event may have arrived without its answer. */
export function judgeTelemetry({ sender }: World, { delivered, sealed }: Remains): readonly string[] {
  const events = sender.contents("dev.roomwire.telemetry") as readonly Content[];
  const isUnanswered = sender.arrived.some(({ event }) => event.txn === sealed?.txn);
  const through = isUnanswered ? sealed?.through : delivered;
  const arrived = events.reduce((sum, event) => {
    const decoded = decodeColumns(event);
    return sum + (decoded.ok ? decoded.readings.length : 0);
  }, 0);
  const isRight = arrived === through;
  return [
    ...judgeNumbers(events),
    ...(isRight ? [] : [`${through} readings were delivered by the journal, ${arrived} arrived`]),
  ];
}

/** They arrive in the order of sealing: from 1 in each epoch, its first one naming the last of the epoch before. */
export function judgeNumbers(events: readonly Content[]): readonly string[] {
  return events.flatMap((event, index) => judgeNumber(event, events[index - 1]));
}

function judgeNumber({ epoch, seq, after }: Content, before: Content | undefined): string[] {
  const isNext = before !== undefined && epoch === before.epoch;
  const wanted = isNext
    ? { seq: Number(before.seq) + 1 }
    : { seq: 1, after: before && { epoch: before.epoch, seq: before.seq } };
  const isRight = JSON.stringify({ seq, after }) === JSON.stringify(wanted);
  return isRight ? [] : [`telemetry ${epoch}/${seq} after ${JSON.stringify(after)} is not ${JSON.stringify(wanted)}`];
}
