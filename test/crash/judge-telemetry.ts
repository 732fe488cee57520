import { decodeColumns } from "../../src/core/columns.ts";
import type { Content, Left } from "./judge-play.ts";
import type { World } from "./world.ts";

/** Every reading up to the cursor arrived, and none twice. The last event may have arrived without its answer. */
export function judgeTelemetry({ sender }: World, readings: Left): readonly string[] {
  const events = sender.contents("dev.roomwire.telemetry") as readonly Content[];
  const [cursor] = readings.rows("SELECT delivered_through AS through FROM cursor");
  const [sealed] = readings.rows("SELECT txn, through FROM sealed");
  const isUnanswered = sender.arrived.some(({ event }) => event.txn === sealed?.txn);
  const delivered = isUnanswered ? sealed?.through : cursor?.through;
  const arrived = events.reduce((sum, event) => {
    const decoded = decodeColumns(event);
    return sum + (decoded.ok ? decoded.readings.length : 0);
  }, 0);
  return [
    ...events.flatMap((event, index) => judgeNumber(event, events[index - 1])),
    ...(arrived === delivered ? [] : [`${delivered} readings were delivered by the journal, ${arrived} arrived`]),
  ];
}

/** They arrive in the order of sealing: from 1 in each epoch, its first one naming the last of the epoch before. */
function judgeNumber({ epoch, seq, after }: Content, before: Content | undefined): string[] {
  const isNext = before !== undefined && epoch === before.epoch;
  const wanted = isNext
    ? { seq: Number(before.seq) + 1 }
    : { seq: 1, after: before && { epoch: before.epoch, seq: before.seq } };
  const isRight = JSON.stringify({ seq, after }) === JSON.stringify(wanted);
  return isRight ? [] : [`telemetry ${epoch}/${seq} after ${JSON.stringify(after)} is not ${JSON.stringify(wanted)}`];
}
