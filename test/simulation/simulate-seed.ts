import { createHash } from "node:crypto";
import type { Configuration } from "../../src/config/configuration.ts";
import { judgeSilence } from "../crash/judge-outputs.ts";
import { judgePlay } from "../crash/judge-play.ts";
import type { Stop } from "../crash/mortal.ts";
import { type Played, play } from "../crash/play.ts";
import { type SeededRandom, seededRandom } from "../fakes/seeded-random.ts";
import { judgeReadings } from "./judge-readings.ts";
import { judgeTimes } from "./judge-times.ts";
import { ModelPlace } from "./model-place.ts";
import { linkLossMs } from "./simulation-configuration.ts";
import { Storm } from "./storm.ts";

/** One run of the simulation. */
export interface Simulated {
  readonly seed: number;
  /** Nothing where all is well. */
  readonly faults: readonly string[];
  /** SHA-256 over all that happened, in order, and over all that is left: the same for two runs of one seed. */
  readonly hash: string;
  /** How often each thing happened. */
  readonly counts: ReadonlyMap<string, number>;
}

/** How many moments right before or after an effect one life has, roughly. */
const passesOfALife = 700;

/** Plays one seed to its end and judges it from outside. The same seed is the same run, to the last bit. */
export async function simulateSeed(seed: number, configuration: Configuration): Promise<Simulated> {
  const random = seededRandom(seed);
  const hash = createHash("sha256");
  const place = new ModelPlace();
  const storm = new Storm(random, place);
  storm.onHappening = (what) => void hash.update(`${place.clock.monotonic()} ${what}\n`);
  const parts = {
    seed,
    stopAt: random.below(3) === 0 ? 5_000 + random.below(15_000) : undefined,
    stops: drawStops(random),
    configuration,
    place,
    weather: storm,
  };
  const played = await play(parts);
  hash.update(JSON.stringify(leftBy(played, place)));
  const faults = [...played.faults, ...judge(played, place, storm)];
  return { seed, faults, hash: hash.digest("hex"), counts: countsOf(played, place, storm) };
}

function judge({ world, asks, remains }: Played, place: ModelPlace, storm: Storm): readonly string[] {
  const rash = storm.way?.rash ?? 0;
  const silences = storm.silences.map(({ from, to }) => ({ from: from + linkLossMs, to }));
  return [
    ...judgePlay(world, asks, remains),
    ...judgeReadings(world, place, storm),
    ...judgeTimes(world, place, storm.refusals),
    ...judgeSilence(world, "lamp_c", silences),
    ...(rash === 0 ? [] : [`${rash} PUTs came before a Retry-After was over`]),
  ];
}

function drawStops(random: SeededRandom): readonly Stop[] {
  const stops: Stop[] = [];
  while (stops.length < 4 && random.below(3) > 0) stops.push({ pass: 1 + random.below(passesOfALife) });
  return stops;
}

function leftBy({ world, remains }: Played, { log }: ModelPlace): object {
  const { outbox, delivered, journal, notes } = remains;
  const entries = log.entries.map(({ path, at, quality, position }) => [path, at, quality, position]);
  return [world.sender.arrived, world.written, world.hardware.edges(), outbox, delivered, [...journal], notes, entries];
}

function countsOf({ world, remains, lives }: Played, { log }: ModelPlace, { counts }: Storm): Map<string, number> {
  const readings = { "readings recorded": log.entries.length, "readings lost": lostOf(log.usage().dropped) };
  const { arrived, refusedByLimit } = world.sender;
  const { taken, saidAgain } = world.broker;
  const messages = { "messages of the broker": taken.length, "messages said again": saidAgain };
  const more = { lives: lives.length, commands: remains.journal.size, events: arrived.length, "429": refusedByLimit };
  return new Map([...Object.entries({ ...readings, ...messages, ...more }), ...counts]);
}

function lostOf(dropped: Readonly<Record<string, number>>): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
