import { versionMadeAt } from "../../src/core/clock-trust.ts";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import type { Content } from "../crash/state-place.ts";
import type { World } from "../crash/world.ts";
import type { Handed, LifeBook, ModelPlace, Sealing } from "./model-place.ts";
import { meters, topics } from "./simulation-configuration.ts";

/** Whole moments, and a property that reports once in a millisecond. */
const toleranceMs = 5;

/** ms after which the agent has looked whether UTC is known by now, and tried again to keep that. */
const lookedAfterMs = 1_500;

type Measured = ReadonlyMap<NewLogEntry, { readonly life: number; readonly at: number }>;

const lineOf: ReadonlyMap<string, string> = new Map([
  ["box/warmth", "count_a"],
  ...meters.map((line): [string, string] => [`meter/${line}`, line]),
]);
/** Of all others it is not known outside how long the report filter withheld them. */
const counted: ReadonlySet<string> = new Set([...lineOf.keys(), ...topics]);

/** A reading in an event, and what the world knows of it. */
interface Timed {
  readonly path: string;
  readonly isOk: boolean;
  /** Index of the life that measured it. */
  readonly life: number;
  /** Monotonic ms. */
  readonly measuredAt: number;
  /** UTC ms that it is told with, less the true ones. */
  readonly off: number;
  readonly at: number;
}

/**
 * Every reading arrived with the time at which it was measured, by a clock that the system vouched for: before it was measured, or, marked as
 * repaired, later in the same boot; what nobody knew is marked as a guess. Within a life no step takes time back behind what was believed.
 */
export function judgeTimes(world: World, { books }: ModelPlace, refusals: readonly number[]): readonly string[] {
  const measured = measuredBy(world, books);
  const sealings = new Map(
    books.flatMap((book, life) => book.sealings.map((sealing) => [sealing.wire, { life, sealing }])),
  );
  const told: Timed[] = [];
  const faults: string[] = [];
  for (const { event } of world.sender.arrived) {
    const made = sealings.get(event.wire);
    if (made === undefined) continue;
    const content = JSON.parse(event.wire) as Content;
    const known = { world, books, ...made, refusals };
    const timed = timedIn(world, content, made.sealing, measured);
    if (content.times !== "guessed") told.push(...timed.filter((one) => isBelieved(one, undefined, known)));
    faults.push(...judgeEvent(content, timed, known).map((fault) => `${content.epoch}/${content.seq}: ${fault}`));
  }
  return [...faults, ...judgeOrder(told)];
}

interface Known {
  readonly world: World;
  readonly books: readonly LifeBook[];
  /** The life that made the event. */
  readonly life: number;
  readonly sealing: Sealing;
  readonly refusals: readonly number[];
}

function judgeEvent({ times, clock }: Content, timed: readonly Timed[], known: Known): readonly string[] {
  const wrong = timed.filter((one) => !isBelieved(one, times, known));
  if (times !== "guessed") return wrong.map((one) => `${sayTimed(one)} in an event with times: ${times}`);
  const early = wrong
    .filter(({ at }) => at < versionMadeAt)
    .map((one) => `${sayTimed(one)} is before any clock can be`);
  const uneven = [...Map.groupBy(wrong, ({ life }) => life)].flatMap(([life, guesses]) => {
    const offs = guesses.map(({ off }) => off);
    return Math.max(...offs) - Math.min(...offs) > toleranceMs
      ? [`the guesses of life ${life + 1} are ${offs.join()} off`]
      : [];
  });
  const { sealing, refusals, books, world } = known;
  const lookedAt = sealing.at - lookedAfterMs;
  const isRefused = refusals.some((at) => at > lookedAt && at <= sealing.at);
  const isSet = world.clock.settings.some(({ from }) => from > lookedAt && from <= sealing.at);
  const boot = bootOf(world, books[known.life]?.beganAt ?? 0);
  const isOwn = timed.every(({ life }) => bootOf(world, books[life]?.beganAt ?? 0) === boot);
  const isKnown = clock === "trusted" && isOwn && !isRefused && !isSet;
  return [...early, ...uneven, ...(isKnown ? ["is a guess though the clock was known"] : [])];
}

/** Whether the system vouched for that time: in this life before it was measured, or, where it is marked, before the event was made. */
function isBelieved({ life, measuredAt, off }: Timed, times: unknown, { world, books, sealing }: Known): boolean {
  const beganAt = books[life]?.beganAt ?? 0;
  const span =
    times === undefined
      ? { from: beganAt, to: measuredAt }
      : { from: bootOf(world, beganAt), to: nextBoot(world, beganAt, sealing.at) };
  const { settings } = world.clock;
  return settings.some((setting, index) => {
    const end = settings[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const isThen = setting.isTrusted && end > setting.from && end > span.from && setting.from <= span.to;
    return isThen && Math.abs(setting.off - off) <= toleranceMs;
  });
}

/** Monotonic ms at which the machine of that moment was started. */
function bootOf({ boots }: World, at: number): number {
  return boots.findLast((startedAt) => startedAt <= at) ?? 0;
}

function nextBoot({ boots }: World, at: number, latest: number): number {
  return Math.min(latest, boots.find((startedAt) => startedAt > at) ?? latest);
}

function judgeOrder(told: readonly Timed[]): readonly string[] {
  return [...Map.groupBy(told, ({ path, isOk, life }) => `${path} ${isOk} ${life}`).values()].flatMap((of) =>
    of.flatMap((one, index) => {
      const before = of[index - 1];
      const isBack = before !== undefined && one.at < before.at - toleranceMs;
      return isBack ? [`${sayTimed(one)} comes after ${sayTimed(before)}`] : [];
    }),
  );
}

function sayTimed({ path, life, measuredAt, off }: Timed): string {
  return `${path} of life ${life + 1}, measured at ${measuredAt} ms, is told ${off} ms off`;
}

/** By what was handed to the log: which life measured it, and when. */
function measuredBy({ shown }: World, books: readonly LifeBook[]): Measured {
  const measured = ({ entry: { path, value }, at }: Handed, life: number): number => {
    const line = lineOf.get(path);
    const level = typeof value === "object" ? String(value.coefficient) : undefined;
    const of = shown.findLast(
      (one) => one.line === line && one.level === level && one.life === life + 1 && one.at <= at,
    );
    return of?.at ?? at;
  };
  return new Map(
    books.flatMap(({ handed }, life) => handed.map((one) => [one.entry, { life, at: measured(one, life) }])),
  );
}

/** What was withheld when a life ended is not among them: nobody noted when it was measured. */
function timedIn({ clock }: World, content: Content, { entries }: Sealing, measured: Measured): readonly Timed[] {
  const decoded = decodeColumns(content);
  const readings = decoded.ok ? decoded.readings : [];
  const arrived = Map.groupBy(readings, ({ thing, name, quality }) => keyOf({ path: `${thing}/${name}`, quality }));
  return [...Map.groupBy(entries, keyOf)].flatMap(([key, of]) =>
    of.flatMap((entry, index) => {
      const [at, known] = [arrived.get(key)?.[index]?.at, measured.get(entry)];
      if (at === undefined || known === undefined || !counted.has(entry.path)) return [];
      const off = at - clock.trueAt(known.at);
      return [{ path: entry.path, isOk: entry.quality === "ok", life: known.life, measuredAt: known.at, off, at }];
    }),
  );
}

/** Within a series those that are ok, and all others, each keep the order of recording. */
function keyOf({ path, quality }: Pick<NewLogEntry, "quality"> & { readonly path: string }): string {
  return `${path} ${quality === "ok"}`;
}
