import { lossType } from "../../schemas/loss.ts";
import { telemetryType } from "../../schemas/telemetry.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import { judgeNumbers } from "../crash/judge-telemetry.ts";
import type { Content } from "../crash/state-place.ts";
import type { Shown, World } from "../crash/world.ts";
import { arrivedReadings } from "./arrived-readings.ts";
import { durabilityMs, type LifeBook, type ModelPlace } from "./model-place.ts";
import { meters, topics } from "./simulation-configuration.ts";
import type { Storm } from "./storm.ts";

/** ms by which a group may be committed late: the hand-moved clock has whole moments. */
const toleranceMs = 5;

/** Events of which nobody outside knows whether their number was used again. */
const mostChoices = 8;

/** ms between two tries of a disk that refuses. */
const triedEveryMs = 5_000;

/**
 * Every reading is where it belongs: what hardware showed was handed to the log; what was handed is in the log, unless a life was stopped
 * before its time was up; what is in the log arrived once and in order, or still waits, or was told as lost.
 */
export function judgeReadings(world: World, place: ModelPlace, storm: Storm): readonly string[] {
  const events = world.sender.contents(telemetryType) as readonly Content[];
  const inOrder = events.toSorted(byNumber);
  return [
    ...judgeShown(world, place.books),
    ...judgeTaken(world, place),
    ...judgeKept(place, storm.refusals),
    ...(events.every((event, index) => event === inOrder[index]) ? [] : ["telemetry arrived out of order"]),
    ...judgeSequence(events, storm),
    ...judgeArrived(world, place, events),
  ];
}

/**
 * Numbers without a gap, those included that the homeserver refused for good: who misses them is told of the loss. The number of one that
 * was too large is free again where its readings were divided, and gone where they were given up.
 */
function judgeSequence(events: readonly Content[], { way }: Storm): readonly string[] {
  const refused = [...(way?.refused.values() ?? [])].map(({ event, how }) => ({ content: contentOf(event), how }));
  const rejected = refused.filter(({ how }) => how === "rejected").map(({ content }) => content);
  const sure = [...events, ...rejected];
  const faults = judgeNumbers(sure.toSorted(byNumber));
  const others = refused
    .map(({ content }) => content)
    .filter((one) => !sure.some((known) => byNumber(one, known) === 0));
  const once = others.filter((one, index) => others.findIndex((other) => byNumber(one, other) === 0) === index);
  const isRight = choicesOf(once).some((some) => judgeNumbers([...sure, ...some].toSorted(byNumber)).length === 0);
  return isRight ? [] : faults;
}

/** Every choice of some of them; of many, the oldest are left out. */
function choicesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items
    .slice(-mostChoices)
    .reduce<readonly (readonly Item[])[]>(
      (choices, item) => choices.flatMap((choice) => [choice, [...choice, item]]),
      [[]],
    );
}

function contentOf({ wire }: SealedEvent): Content {
  return JSON.parse(wire) as Content;
}

/**
 * Each level of a counter that a life was shown became one reading, in order. The one at which it was stopped may be missing, and so may
 * one in the very moment of the one before, since its property reports at most once in a millisecond.
 */
function judgeShown({ shown }: World, books: readonly LifeBook[]): string[] {
  return books.flatMap((book, index) =>
    meters.flatMap((line) => {
      const seen = shown.filter((one) => one.life === index + 1 && one.line === line);
      const handed = book.handed
        .filter(({ entry }) => entry.path === `meter/${line}` && entry.quality === "ok")
        .map(({ entry }) => valueText(entry));
      const got = withoutRepeats(handed);
      const [missing, left] = compare(seen, got);
      const isCut = !book.isEndedInOrder && missing === seen.at(-1);
      const faults = missing === undefined || isCut ? [] : [`life ${index + 1} was shown ${missing.level} by ${line}`];
      if (left.length > 0) faults.push(`life ${index + 1} was never shown ${left.join()} by ${line}`);
      return faults.map((fault) => `${fault} and handed on ${got.join()}`);
    }),
  );
}

/** What the broker took for the agent is in the log, each once and in order, whatever was said again. */
function judgeTaken({ broker }: World, { log }: ModelPlace): string[] {
  return topics.flatMap((topic) => {
    const taken = broker.taken.filter((message) => message.topic === topic).map(({ payload }) => payload);
    const kept = log.entries.filter(({ path, quality }) => path === topic && quality === "ok").map(valueText);
    return taken.join() === kept.join()
      ? []
      : [`the broker took ${taken.join()} for ${topic}, the log has ${kept.join()}`];
  });
}

/** The first level that must be among the readings and is not; readings of no level, or in another order. */
function compare(seen: readonly Shown[], got: readonly string[]): readonly [Shown | undefined, readonly string[]] {
  let next = 0;
  let missing: Shown | undefined;
  for (const [index, shown] of seen.entries()) {
    if (shown.level === got[next]) next += 1;
    else if (shown.level !== got[next - 1] && shown.at - (seen[index - 1]?.at ?? -1) >= 1) missing ??= shown;
  }
  return [missing, got.slice(next)];
}

/** What a life handed to the log is in it, in that order and nothing else, but for what a stop found in memory before its time was up. */
function judgeKept({ books, log }: ModelPlace, refusals: readonly number[]): string[] {
  let next = 0;
  const faults: string[] = [];
  for (const [index, { handed, stoppedAt, isEndedInOrder }] of books.entries()) {
    let kept = 0;
    while (kept < handed.length && handed[kept]?.entry === log.sources[next]) {
      kept += 1;
      next += 1;
    }
    for (const { entry, at } of handed.slice(kept)) {
      const stop = stoppedAt ?? Number.POSITIVE_INFINITY;
      const isYoung = !isEndedInOrder && stop - at <= durabilityMs + toleranceMs;
      const since = at - triedEveryMs;
      const wasKeptOut = stoppedAt !== undefined && refusals.some((refused) => refused >= since && refused <= stop);
      if (isYoung || wasKeptOut) continue;
      faults.push(
        `life ${index + 1}: ${entry.path} ${valueText(entry)} of ${at} ms was lost in memory, stop at ${stoppedAt}`,
      );
    }
  }
  if (next < log.entries.length)
    faults.push(`the log holds ${log.entries.length - next} readings that nobody handed on`);
  return faults;
}

/** Of each property: committed = arrived + waiting + told as lost; and what arrived is in order. */
function judgeArrived({ sender }: World, place: ModelPlace, events: readonly Content[]): string[] {
  const { log } = place;
  const sealed = log.sealed();
  const hasArrived = sender.arrived.some(({ event }) => event.txn === sealed?.event.txn);
  const from = hasArrived ? (sealed?.range.through ?? 0) : 0;
  const waiting = Map.groupBy(
    log.waiting().filter(({ position }) => position > from),
    ({ path }) => path,
  );
  const arrived = Map.groupBy(events.flatMap(arrivedReadings), ({ path }) => path);
  const told = toldLosses(sender.contents(lossType) as readonly Content[]);
  return [...Map.groupBy(log.entries, ({ path }) => path)].flatMap(([path, committed]) => {
    const [got, held] = [arrived.get(path) ?? [], waiting.get(path) ?? []];
    const lost = told.get(path) ?? 0;
    const sum = got.length + held.length + lost;
    const faults: string[] = [];
    if (sum !== committed.length) {
      faults.push(
        `${path}: ${committed.length} readings recorded, ${got.length} arrived, ${held.length} wait, ${lost} told as lost`,
      );
    }
    for (const isOk of [true, false]) {
      const all = committed.filter(({ quality }) => (quality === "ok") === isOk).map(valueText);
      const some = got.filter((one) => one.isOk === isOk).map(({ text }) => text);
      if (!isPartOf(some, all)) faults.push(`${path}: ${some.join()} arrived of ${all.join()}`);
    }
    return faults;
  });
}

function byNumber(one: Content, other: Content): number {
  return Number(one.epoch) - Number(other.epoch) || Number(one.seq) - Number(other.seq);
}

/** As it stands in a column: a number as the integer of its scale. */
function valueText({ value, scale }: Pick<NewLogEntry, "value" | "scale">): string {
  if (value === undefined) return "-";
  if (typeof value !== "object") return String(value);
  return String(value.coefficient * 10n ** BigInt(scale - value.scale));
}

/** By property; each event counts once, whatever its transaction. */
function toldLosses(events: readonly Content[]): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  const seen = new Set<unknown>();
  for (const { seq, losses } of events) {
    if (seen.has(seq)) continue;
    seen.add(seq);
    for (const { thing, name, count } of losses as readonly Content[]) {
      const path = `${thing}/${name}`;
      told.set(path, (told.get(path) ?? 0) + Number(count));
    }
  }
  return told;
}

/** Whether `some` are among `all` in the same order. */
function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  let next = 0;
  for (const text of all) if (text === some[next]) next += 1;
  return next === some.length;
}

function withoutRepeats(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}
