import type { ReceivedTelemetry } from "./telemetry-consumer.ts";

/** A reading that the broker acknowledged to whoever published it. */
export interface PublishedReading {
  readonly series: string;
  /** Counts up by one from 1 in each series. */
  readonly value: number;
  /** UTC ms. */
  readonly at: number;
}

/** What is wrong with what came, in the order in which it stands in the room. */
export function judgeReadings(
  published: readonly PublishedReading[],
  received: readonly ReceivedTelemetry[],
): readonly string[] {
  return [...judgeNumbers(received), ...judgeSeries(published, received)];
}

/** Every number once, from 1 in each epoch, its first event naming the last one of the epoch before. */
function judgeNumbers(received: readonly ReceivedTelemetry[]): string[] {
  return received.flatMap(({ epoch, seq, after }, index) => {
    const before = received[index - 1];
    const isNext = before !== undefined && epoch === before.epoch;
    const wanted = isNext
      ? { epoch, seq: before.seq + 1 }
      : { epoch, seq: 1, after: before && { epoch: before.epoch, seq: before.seq } };
    const isRight = JSON.stringify({ epoch, seq, after }) === JSON.stringify(wanted);
    return isRight ? [] : [`event ${epoch}/${seq} after ${JSON.stringify(after)} is not ${JSON.stringify(wanted)}`];
  });
}

function judgeSeries(published: readonly PublishedReading[], received: readonly ReceivedTelemetry[]): string[] {
  const came = Map.groupBy(
    received.flatMap(({ epoch, seq, readings }) =>
      readings.map((reading) => ({ ...reading, event: `${epoch}/${seq}` })),
    ),
    ({ series }) => series,
  );
  const wanted = Map.groupBy(published, ({ series }) => series);
  const faults: string[] = [];
  for (const [series, readings] of wanted) {
    const got = came.get(series) ?? [];
    const values = new Set(got.map(({ value }) => value));
    const lost = readings.filter(({ value }) => !values.has(value));
    if (lost.length > 0) faults.push(`${series}: ${lost.length} lost: ${few(lost.map(({ value }) => value))}`);
    const twice = got.filter(({ value }, place) => got.findIndex((other) => other.value === value) !== place);
    if (twice.length > 0)
      faults.push(`${series}: twice: ${few(twice.map(({ value, event }) => `${value} (${event})`))}`);
    const back = got.filter(({ value, at }, place) => {
      const before = got[place - 1];
      return before !== undefined && (value < before.value || at < before.at);
    });
    if (back.length > 0) faults.push(`${series}: out of order: ${few(back.map(({ value }) => value))}`);
    const early = got.filter(({ value, at }) => at < (readings[value - 1]?.at ?? Number.POSITIVE_INFINITY));
    if (early.length > 0)
      faults.push(`${series}: measured before it was said: ${few(early.map(({ value }) => value))}`);
  }
  return faults;
}

function few(items: readonly (number | string)[]): string {
  return items.length > 8 ? `${items.slice(0, 8).join(", ")} and ${items.length - 8} more` : items.join(", ");
}
