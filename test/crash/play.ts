import type { Configuration } from "../../src/config/configuration.ts";
import { seededChance } from "../fakes/seeded-chance.ts";
import { type AgentLife, openAgentLife } from "./agent-life.ts";
import { type Ask, askingMs, drawAsks } from "./asks.ts";
import { askLast, layOut, replayAll } from "./lay-out.ts";
import { isStopped, Mortal, type Stop } from "./mortal.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Remains, StatePlace } from "./state-place.ts";
import { World } from "./world.ts";

export interface PlayParts {
  readonly seed: number;
  /** Monotonic ms at which somebody stops everything; undefined: nobody does. */
  readonly stopAt: number | undefined;
  /** Where the first life is stopped, the second, and so on; the life after the last of them ends in good order. */
  readonly stops: readonly Stop[];
  readonly configuration: Configuration;
  /** Nothing is in it yet. */
  readonly place: StatePlace;
  /** What else happens to the agent. */
  readonly weather?: Weather;
}

/** What a weather works on. */
export interface Around {
  readonly world: World;
  /** The one that runs, once it is open. */
  readonly agent: () => AgentLife | undefined;
  readonly kill: () => void;
  /** As by SIGTERM, soon; the next life begins when this one has ended. */
  readonly restart: () => void;
}

export interface Weather {
  /** Monotonic ms from which nothing goes wrong any more. */
  readonly clearsAt: number;
  begin(around: Around): void;
  /** A life begins, before anything of it is open. */
  beginLife(): void;
  /** Whether an agent may fail to start now. */
  isRough(): boolean;
  /** Whether all that was measured in it has left the agent. */
  isDrained(): boolean;
}

export interface Played {
  readonly world: World;
  readonly asks: readonly Ask[];
  readonly remains: Remains;
  /** What each life reached. */
  readonly lives: readonly Pick<Mortal, "visits">[];
  /** Agents that did not start though nothing kept them, and errors that a life told which nobody stopped. */
  readonly faults: readonly string[];
}

const lookEveryMs = 250;
/** ms between two looks when only results are still to be sent. */
const lookSeldomMs = 1_500;
/** ms after which nothing may be left to do. */
const patienceMs = 900_000;
const aMoment = 100;
const longestOutageMs = 3_000;

/** One play from the first start to the last end in good order. */
export async function play(parts: PlayParts): Promise<Played> {
  const running = new Play(parts);
  await running.begin();
  await running.untilIdle();
  await running.end();
  return await running.played();
}

class Play {
  readonly #parts: PlayParts;
  readonly #random: () => number;
  readonly #world: World;
  readonly #asks: readonly Ask[];
  readonly #lives: Mortal[] = [];
  /** The agent of the life that is on, once it is open. */
  #agent: AgentLife | undefined;
  #diedAt = 0;
  #isToRestart = false;
  readonly #faults: string[] = [];

  constructor(parts: PlayParts) {
    this.#parts = parts;
    this.#random = seededRandom(parts.seed);
    this.#world = new World(this.#random);
    this.#asks = drawAsks(this.#random, parts.stopAt);
  }

  async begin(): Promise<void> {
    const kill = (): void => this.#life.end();
    const restart = (): void => {
      this.#isToRestart = true;
    };
    this.#parts.weather?.begin({ world: this.#world, agent: () => this.#agent, kill, restart });
    layOut(this.#asks, this.#world, () => this.#agent?.sync());
    await this.#startLife();
  }

  async untilIdle(): Promise<void> {
    const { clock } = this.#world;
    const { weather } = this.#parts;
    const busyUntil = Math.max(askingMs + 5_000, weather?.clearsAt ?? 0);
    const isIdle = (): boolean =>
      clock.monotonic() > busyUntil && this.#agent?.isIdle() === true && weather?.isDrained() !== false;
    const deadline = clock.monotonic() + patienceMs;
    while (!isIdle()) {
      await clock.advance(clock.monotonic() < askingMs ? lookEveryMs : lookSeldomMs);
      if (this.#isToRestart) await this.#restart();
      if (this.#life.isDead) await this.#startAgain();
      if (clock.monotonic() > deadline) {
        this.#faults.push("something is still to do");
        return;
      }
    }
  }

  async end(): Promise<void> {
    const { clock } = this.#world;
    this.#world.isOver = true;
    askLast(this.#asks, this.#world, () => this.#agent?.sync());
    await clock.advance(aMoment);
    while (!(await this.#stopInOrder())) {
      await this.#startAgain();
      await this.untilIdle();
    }
  }

  async played(): Promise<Played> {
    const remains = await this.#parts.place.remains();
    // Unwinding complains as well; a life that nobody stopped has no reason to.
    const complaints = this.#agent?.log.lines.filter((line) => line.startsWith("error:")) ?? [];
    const faults = this.#parts.weather === undefined ? [...this.#faults, ...complaints] : this.#faults;
    return { world: this.#world, asks: this.#asks, remains, lives: this.#lives, faults };
  }

  get #life(): Mortal {
    const life = this.#lives.at(-1);
    if (life === undefined) throw new Error("no life began yet");
    return life;
  }

  async #startLife(): Promise<void> {
    const { stops, configuration, place, weather, seed } = this.#parts;
    const number = this.#lives.length;
    const life = new Mortal(stops[number], () => {
      place.stopped();
      this.#diedAt = this.#world.clock.monotonic();
    });
    this.#lives.push(life);
    this.#agent = undefined;
    this.#world.lives += 1;
    weather?.beginLife();
    const chance = seededChance(seed + number);
    const opening = life.run(() => openAgentLife(life, { world: this.#world, configuration, place, chance }));
    opening.then(
      (agent) => {
        if (!life.isDead) this.#agent = agent;
      },
      (error: unknown) => {
        if (life.isDead) return;
        if (weather?.isRough()) life.end();
        else this.#faults.push(`an agent did not start: ${error}`);
      },
    );
    await this.#world.clock.advance(lookEveryMs);
  }

  async #startAgain(): Promise<void> {
    const { clock, outages } = this.#world;
    await clock.advance(Math.floor(this.#random() * longestOutageMs));
    outages.push({ from: this.#diedAt, to: clock.monotonic() });
    if (this.#random() < 0.5) replayAll(this.#world, this.#lives.length);
    await this.#startLife();
  }

  async #restart(): Promise<void> {
    this.#isToRestart = false;
    if (await this.#stopInOrder()) await this.#startLife();
  }

  /** Resolves to whether it came to that end. */
  async #stopInOrder(): Promise<boolean> {
    const life = this.#life;
    const { clock } = this.#world;
    if (life.isDead || this.#agent === undefined) return false;
    const deadline = clock.monotonic() + patienceMs;
    let hasEnded = false;
    const ending = this.#agent.stop().then(
      () => {
        hasEnded = true;
      },
      (error: unknown) => {
        if (!isStopped(error)) throw error;
      },
    );
    while (!hasEnded && !life.isDead && clock.monotonic() < deadline) await clock.advance(lookEveryMs);
    if (!hasEnded && !life.isDead) throw new Error("the agent does not stop");
    if (hasEnded) await ending;
    return hasEnded;
  }
}
