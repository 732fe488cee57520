import { decimalOf } from "../../src/core/decimal.ts";
import { affordancePath, asRoomId, asThingId, type RoomId } from "../../src/core/ids.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { EventSize } from "../../src/outbox/event-size.ts";
import { LossSource } from "../../src/outbox/loss-source.ts";
import { OutboxSource } from "../../src/outbox/outbox-source.ts";
import { SendLoop } from "../../src/outbox/send-loop.ts";
import { TelemetrySource } from "../../src/outbox/telemetry-source.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";

export const room = asRoomId("!people");
export const dataRoom = asRoomId("!data");

/** A telemetry event as these tests fill it. */
export interface Told {
  readonly epoch: number;
  readonly seq: number;
  readonly after?: { readonly epoch: number; readonly seq: number };
  readonly positions: readonly number[];
}

const perEvent = 7;
/** What a reading weighs, so that seven of them fill an event. */
const bulk = "x".repeat(6400);

/** The sending half of an agent on stores in memory and a homeserver with Synapse's limits. */
export class AgentUnderTest implements AsyncDisposable {
  readonly clock = new HandClock();
  readonly sender = new LimitedSender(this.clock);
  readonly log = new MemoryReadingLog();
  readonly posts = new MemoryControlStore(() => this.clock.now());
  /** What the loop reported, in order. */
  readonly told: string[] = [];
  lost = 0;
  loop: SendLoop;
  #epoch = 0;
  #abort = new AbortController();
  #running: Promise<void>;
  budget: EventBudget;
  readonly #every: number;
  readonly #isVisible: () => boolean;

  constructor({ every = 30_000, isVisible = (): boolean => true } = {}) {
    this.#every = every;
    this.#isVisible = isVisible;
    this.budget = new EventBudget(this.clock);
    [this.loop, this.#running] = this.#start();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Ends the run as a crash does, with all that is in memory, and begins the next epoch on the same stores. */
  async restart(): Promise<void> {
    await this.stop();
    this.#abort = new AbortController();
    [this.loop, this.#running] = this.#start();
  }

  record(count: number): void {
    const path = affordancePath(asThingId("box"), "temperature");
    for (let n = 0; n < count; n++) {
      const value = decimalOf(n);
      const at = this.clock.now();
      this.log.append({ path, type: "integer", unit: undefined, scale: 0, value, quality: "ok", at });
    }
    this.loop.wake();
  }

  post(postClass: "result" | "answer", body: string, to: RoomId = room): void {
    this.posts.post({ class: postClass, event: { room: to, type: postClass, content: { body } } });
    this.loop.wake();
  }

  arrivedTypes(): readonly string[] {
    return this.sender.arrived.map(({ event }) => event.type);
  }

  telemetry(): readonly Told[] {
    const contents = this.sender.contents("telemetry") as readonly (Told & { bulk: string; isBehind: boolean })[];
    return contents.map(({ bulk: _, isBehind: __, ...told }) => told);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #start(): [SendLoop, Promise<void>] {
    const { clock, log, posts, sender } = this;
    this.#epoch += 1;
    this.budget = new EventBudget(clock);
    const telemetry = new TelemetrySource({
      log,
      clock,
      room: dataRoom,
      type: "telemetry",
      epoch: this.#epoch,
      every: this.#every,
      size: new EventSize(),
      fillBatch: (entries, number, { largest, isBehind }) => {
        const fitting = Math.min(perEvent, Math.max(1, Math.floor((largest - 200) / bulk.length)));
        const positions = entries.slice(0, fitting).map(({ position }) => position);
        const content = { ...number, positions, isBehind, bulk: bulk.repeat(positions.length) };
        const bytes = JSON.stringify(content).length;
        return { content, bytes, through: positions.at(-1) ?? 0, taken: positions.length };
      },
      lost: (readings) => {
        this.lost += readings;
      },
    });
    const losses = new LossSource({
      log,
      clock,
      room: dataRoom,
      epoch: this.#epoch,
      isVisible: this.#isVisible,
      refused: (detail) => this.told.push(`losses refused ${detail}`),
    });
    const loop = new SendLoop({
      sources: [new OutboxSource(posts), losses, telemetry],
      sender,
      budget: this.budget,
      clock,
      random: () => 0.5,
      report: {
        closed: (to, code) => this.told.push(`closed ${to} ${code}`),
        opened: (to) => this.told.push(`opened ${to}`),
        rejected: (_to, code, detail) => this.told.push(`rejected ${code} ${detail}`),
        away: (detail) => this.told.push(`away ${detail}`),
        back: () => this.told.push("back"),
        broken: (cause) => this.told.push(`broken ${String(cause)}`),
      },
    });
    return [loop, loop.run(this.#abort.signal)];
  }
}
