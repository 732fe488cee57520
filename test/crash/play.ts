import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../../src/config/configuration.ts";
import { type AgentLife, openAgentLife } from "./agent-life.ts";
import { askingMs, drawAsks } from "./asks.ts";
import { judgePlay } from "./judge-play.ts";
import { askLast, layOut, replayAll } from "./lay-out.ts";
import { isStopped, Mortal, type Stop } from "./mortal.ts";
import { seededRandom } from "./seeded-random.ts";
import { World } from "./world.ts";

export interface PlayParts {
  readonly seed: number;
  /** Whether everything is stopped in between. */
  readonly withStop: boolean;
  /** Where the first life is stopped, the second, and so on; the life after the last of them ends in good order. */
  readonly stops: readonly Stop[];
  readonly configuration: Configuration;
  /** Empty; each life gets a state directory below. */
  readonly directory: string;
}

export interface Played {
  /** What each life reached. */
  readonly lives: readonly Pick<Mortal, "visits">[];
  readonly faults: readonly string[];
}

const lookEveryMs = 250;
/** ms between two looks when only results are still to be sent. */
const lookSeldomMs = 1_500;
/** ms after which nothing may be left to do. */
const patienceMs = 900_000;
const aMoment = 100;
const longestOutageMs = 3_000;

/** One play from the first start to the last end in good order, and what is wrong with how it went. */
export async function play(parts: PlayParts): Promise<Played> {
  const running = new Play(parts);
  await running.begin();
  await running.untilIdle();
  await running.end();
  return await running.judged();
}

class Play {
  readonly #parts: PlayParts;
  readonly #random: () => number;
  readonly #world: World;
  readonly #asks: ReturnType<typeof drawAsks>;
  readonly #lives: Mortal[] = [];
  readonly #agents: AgentLife[] = [];
  /** The agent of the life that is on, once it is open. */
  #agent: AgentLife | undefined;
  #diedAt = 0;
  readonly #faults: string[] = [];

  constructor(parts: PlayParts) {
    this.#parts = parts;
    this.#random = seededRandom(parts.seed);
    this.#world = new World(this.#random);
    this.#asks = drawAsks(this.#random, parts.withStop);
  }

  async begin(): Promise<void> {
    layOut(this.#asks, this.#world, () => this.#agent?.sync());
    await this.#startLife();
  }

  async untilIdle(): Promise<void> {
    const { clock } = this.#world;
    const isIdle = (): boolean => clock.monotonic() > askingMs + 5_000 && this.#agent?.isIdle() === true;
    const deadline = clock.monotonic() + patienceMs;
    while (!isIdle()) {
      await clock.advance(clock.monotonic() < askingMs ? lookEveryMs : lookSeldomMs);
      if (this.#life.isDead) await this.#startAgain();
      if (clock.monotonic() > deadline) throw new Error(`something is still to do: ${this.#faults.join()}`);
    }
  }

  async end(): Promise<void> {
    const { clock } = this.#world;
    askLast(this.#asks, this.#world, () => this.#agent?.sync());
    await clock.advance(aMoment);
    while (!(await this.#stopInOrder())) {
      await this.#startAgain();
      await this.untilIdle();
    }
  }

  async judged(): Promise<Played> {
    const last = join(this.#parts.directory, String(this.#lives.length - 1));
    const faults = await judgePlay(this.#world, this.#asks, last);
    // Unwinding complains as well; a life that nobody stopped has no reason to.
    const complaints = this.#agent?.log.lines.filter((line) => line.startsWith("error:")) ?? [];
    for (const agent of this.#agents) agent.bury();
    return { lives: this.#lives, faults: [...this.#faults, ...faults, ...complaints] };
  }

  get #life(): Mortal {
    const life = this.#lives.at(-1);
    if (life === undefined) throw new Error("no life began yet");
    return life;
  }

  async #startLife(): Promise<void> {
    const { stops, configuration, directory } = this.#parts;
    const number = this.#lives.length;
    const own = join(directory, String(number));
    mkdirSync(own, { recursive: true });
    const life = new Mortal(stops[number], () => {
      // What the disk holds at this moment is all that the next life finds.
      cpSync(own, join(directory, String(number + 1)), { recursive: true });
      this.#diedAt = this.#world.clock.monotonic();
    });
    this.#lives.push(life);
    this.#agent = undefined;
    const opening = life.run(() => openAgentLife(life, { world: this.#world, configuration, directory: own }));
    opening.then(
      (agent) => {
        this.#agents.push(agent);
        if (!life.isDead) this.#agent = agent;
      },
      (error: unknown) => {
        if (!life.isDead) this.#faults.push(`an agent did not start: ${error}`);
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
