import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asRoomId } from "../src/core/ids.ts";
import type { NewLogEntry } from "../src/core/store-ports.ts";
import { EventBudget } from "../src/outbox/event-budget.ts";
import { EventSize } from "../src/outbox/event-size.ts";
import { LatestSource } from "../src/outbox/latest-source.ts";
import { OutboxSource } from "../src/outbox/outbox-source.ts";
import { SendLoop } from "../src/outbox/send-loop.ts";
import { TelemetrySource } from "../src/outbox/telemetry-source.ts";
import { fillBatch } from "../src/readings/fill-batch.ts";
import { StatePace } from "../src/readings/state-pace.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import { HandClock } from "../test/fakes/hand-clock.ts";
import { LimitedSender } from "../test/fakes/limited-sender.ts";
import { MemoryControlStore } from "../test/fakes/memory-control-store.ts";
import { MinuteOracle } from "./minute-oracle.ts";
import { MinuteSensor } from "./minute-sensor.ts";
import { quantile } from "./quantile.ts";

export interface Outage {
  readonly properties: number;
  /** Without homeserver; each property is measured once in each. */
  readonly minutes: number;
  /** So many Things whose state changes all the time; 0: `state: off`. */
  readonly things?: number;
  /** ms from one command, whose result is sent, to the next. */
  readonly commandEvery?: number;
}

export interface Drained {
  readonly recorded: number;
  /** Each once, in the order of its series; otherwise it throws. */
  readonly delivered: number;
  /** On the moved clock, until only what is new waits. */
  readonly drainMinutes: number;
  readonly readingsPerSecond: number;
  readonly refusedByLimit: number;
  /** ms from a measurement to the event that tells it among the newest, while older ones wait. */
  readonly latestDelayMs: { readonly p50: number; readonly p99: number };
}

const minuteMs = 60_000;

/**
 * An outage on a moved clock, then a homeserver with the limits of an untouched Synapse, while measuring goes on; `state: off`.
 * The production's reading log on a real file, sender and batches; sealing is modelled by its size.
 */
export async function drainOutage(outage: Outage): Promise<Drained> {
  const directory = mkdtempSync(join(tmpdir(), "roomwire-drain-"));
  try {
    return await drain(directory, outage);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function drain(directory: string, outage: Outage): Promise<Drained> {
  const { properties, minutes, things = 0, commandEvery } = outage;
  const clock = new HandClock();
  const fail = (detail: unknown): never => {
    throw new Error(`the reading log failed: ${JSON.stringify(detail)}`);
  };
  const keep = { size: 256 * 2 ** 20, age: 400 * 86_400_000 };
  using log = openReadingFile(directory, { durabilityMs: 1000, keep, clock, onFault: fail, onDamage: fail });
  const sensors = Array.from({ length: properties }, (_, index) => new MinuteSensor(index, properties));
  let recorded = 0;
  const record = (entry: NewLogEntry): void => {
    log.append(entry);
    recorded += 1;
  };
  const news = new Map<string, NewLogEntry>();
  const measureUntil = (from: number, to: number): void => {
    for (const sensor of sensors) {
      for (const entry of sensor.measure(from, to)) {
        record(entry);
        news.delete(entry.path);
        news.set(entry.path, entry);
      }
    }
  };
  const begin = clock.now();
  for (let minute = 0; minute < minutes; minute++) {
    measureUntil(clock.now(), clock.now() + minuteMs);
    await clock.advance(minuteMs);
  }
  news.clear();

  const oracle = new MinuteOracle(clock);
  const sender = new LimitedSender(clock);
  sender.onArrive = ({ wire }) => oracle.take(wire);
  sender.travelMs = 50;
  sender.wireOf = (text) => Math.ceil((Buffer.byteLength(text) * 4) / 3) + 420;
  const posts = new MemoryControlStore(() => clock.now());
  const telemetry = new TelemetrySource({
    log,
    clock,
    room: asRoomId("!data"),
    type: "telemetry",
    epoch: 1,
    every: 30_000,
    size: new EventSize(),
    fillBatch: (entries, number, { largest, likely, isBehind }) => {
      const latest = isBehind ? [...news.values()] : [];
      const batch = fillBatch(
        entries,
        { ...number, clock: "trusted" },
        { largest, likely, mayTell: () => true, latest, now: clock.now() },
      );
      for (const { path } of latest.slice(0, batch.latestTaken)) news.delete(path);
      return batch;
    },
    lost: fail,
  });
  const nothing = (): void => undefined;
  const report = { closed: fail, opened: nothing, rejected: fail, away: nothing, back: nothing, broken: fail };
  const loop = new SendLoop({
    sources: [new OutboxSource(posts), stateOf(things, clock), telemetry],
    sender,
    budget: new EventBudget(clock),
    clock,
    random: () => 0.5,
    report,
  });
  const stop = new AbortController();
  const running = loop.run(stop.signal);
  const before = recorded;
  const up = clock.now();
  // Until the oldest that waits is younger than two minutes.
  let commandAt = commandEvery === undefined ? Number.POSITIVE_INFINITY : clock.now();
  while (clock.now() - (log.backlog().oldestAt ?? clock.now()) > 2 * minuteMs) {
    if (clock.now() >= commandAt) {
      posts.post({ class: "result", event: { room: asRoomId("!people"), type: "result", content: {} } });
      commandAt += commandEvery ?? 0;
    }
    measureUntil(clock.now(), clock.now() + 1000);
    loop.wake();
    await clock.advance(1000);
    if (clock.now() - up > minutes * minuteMs) throw new Error("the backlog is never drained");
  }
  const drainMs = clock.now() - up;
  const drainedReadings = oracle.readings;
  log.commit();
  while (log.backlog().readings > 0) {
    loop.wake();
    await clock.advance(1000);
  }
  stop.abort();
  await running;
  if (begin > up || before === 0) throw new Error("nothing was recorded");
  return {
    recorded,
    delivered: oracle.readings,
    drainMinutes: drainMs / minuteMs,
    readingsPerSecond: drainedReadings / (drainMs / 1000),
    refusedByLimit: sender.refusedByLimit,
    latestDelayMs: { p50: quantile(oracle.delays, 0.5), p99: quantile(oracle.delays, 0.99) },
  };
}

/** State events of Things of which something changes all the time. */
function stateOf(things: number, clock: HandClock): LatestSource<string> {
  const keys = Array.from({ length: things }, (_, index) => `thing${index}`);
  const pace = new StatePace(keys, clock.monotonic());
  const change = (key: string): void => pace.changed(key, false);
  keys.forEach(change);
  const event = { room: asRoomId("!data"), type: "state", content: {} };
  return new LatestSource({ clock, room: event.room, name: "state", pace, make: () => event, sent: change });
}
