import { setImmediate as turn } from "node:timers/promises";
import { telemetryType } from "../schemas/telemetry.ts";
import type { Clock } from "../src/core/clock.ts";
import { asRoomId } from "../src/core/ids.ts";
import type { Property } from "../src/core/property.ts";
import type { RoomSender } from "../src/core/room-ports.ts";
import type { Sample } from "../src/core/sample.ts";
import type { Thing } from "../src/core/thing.ts";
import { systemClock } from "../src/machine/clock.ts";
import { EventBudget } from "../src/outbox/event-budget.ts";
import { EventSize } from "../src/outbox/event-size.ts";
import { SendLoop } from "../src/outbox/send-loop.ts";
import { TelemetrySource } from "../src/outbox/telemetry-source.ts";
import { fillBatch } from "../src/readings/fill-batch.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import { wireReadings } from "../src/wiring/readings.ts";
import { someProperty, someThing } from "../test/fakes/some-thing.ts";
import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import { type PipelineRun, pipelineRun } from "./pipeline-run.ts";
import { openSendStub } from "./send-stub.ts";

const room = asRoomId("!bench");
/** Samples between two turns of the event loop. */
const atOnce = 500;
/** With more waiting than this, the source holds back. */
const mostWaiting = 50_000;
/** Committed at least so often, ms. */
const durabilityMs = 1000;

export type Take = (sample: Sample) => void;

/** Gives samples to `take`; resolves when all are given. `rest` lets what is behind get on. */
type Feed = (take: Take, rest: () => Promise<void>) => Promise<void>;

/**
 * Readings as fast as they go: decode → latest value → report filter → reading log, committed and synced → batch → real Megolm → PUT to
 * a stub on loopback that takes everything. Resolves when the last one was answered.
 */
export async function runPipeline(
  seal: SealUnsent,
  directory: string,
  { properties, readings }: { readonly properties: number; readonly readings: number },
): Promise<PipelineRun> {
  const things = thingsOf(properties);
  const paths = things.flatMap((thing) => thing.properties.map(({ path }) => path));
  return await pipe(seal, directory, { things, readings }, async (take, rest) => {
    for (let count = 0; count < readings; count++) {
      const path = paths[count % paths.length];
      if (path === undefined) throw new Error("no property");
      take({ kind: "value", path, wire: `${15 + ((count * 7) % 97) / 10}`, measuredAt: Date.now() });
      if (count % atOnce === 0) await rest();
    }
  });
}

/** Resolves when the last reading was answered. */
export async function pipe(
  seal: SealUnsent,
  directory: string,
  { things, readings }: { readonly things: readonly Thing[]; readonly readings: number },
  feed: Feed,
): Promise<PipelineRun> {
  await using opened = new AsyncDisposableStack();
  const clock = systemClock("trusted");
  const stub = opened.use(await openSendStub());
  const keep = { size: 1024 * 2 ** 20, age: 400 * 86_400_000 };
  const fail = (detail: unknown): never => {
    throw new Error("the pipeline failed", { cause: detail });
  };
  const log = opened.use(openReadingFile(directory, { durabilityMs, keep, clock, onFault: fail, onDamage: fail }));
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const way = opened.use(
    wireReadings({ things, clock, log: silent, readingLog: log, onReading: nothing, onChange: nothing }),
  );
  const loop = sendLoop(log, clock, senderTo(stub.url, seal), fail);
  const stop = new AbortController();
  const running = loop.run(stop.signal);
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await feed(
    (sample) => way.take(sample),
    async () => {
      loop.wake();
      await turn();
      while (log.backlog().readings > mostWaiting) await turn();
    },
  );
  log.commit();
  for (loop.wake(); log.backlog().readings > 0; loop.wake()) await turn();
  const [ms, used] = [performance.now() - begin, process.cpuUsage(cpu)];
  stop.abort();
  await running;
  return pipelineRun(readings, ms, used, stub.events());
}

const nothing = (): void => undefined;

function sendLoop(
  log: ReturnType<typeof openReadingFile>,
  clock: Clock,
  sender: RoomSender,
  fail: (detail: unknown) => never,
): SendLoop {
  const telemetry = new TelemetrySource({
    log,
    clock,
    room,
    type: telemetryType,
    epoch: 1,
    every: 1000,
    size: new EventSize(),
    fillBatch: (entries, number, { largest, likely }) =>
      fillBatch(
        entries,
        { ...number, clock: "trusted" },
        { largest, likely, mayTell: () => true, latest: [], now: clock.now() },
      ),
    lost: fail,
  });
  const budget = new EventBudget(clock, { msPerEvent: 1, burst: 1000 });
  const report = { closed: fail, opened: nothing, rejected: fail, away: fail, back: nothing, broken: fail };
  return new SendLoop({ sources: [telemetry], sender, budget, clock, random: Math.random, report });
}

function senderTo(url: string, seal: SealUnsent): RoomSender {
  return {
    async seal(event, txn) {
      const wire = JSON.stringify(await seal(event.type, event.content));
      return { kind: "sealed", event: { room, type: "m.room.encrypted", wire, txn } };
    },
    async put({ wire, txn }) {
      const answer = await fetch(`${url}/${txn}`, { method: "PUT", body: wire });
      const { event_id: eventId } = (await answer.json()) as { event_id: string };
      return { kind: "sent", eventId };
    },
  };
}

function thingsOf(properties: number): readonly Thing[] {
  const perThing = 50;
  return Array.from({ length: Math.ceil(properties / perThing) }, (_, index) => {
    const id = `thing${index}`;
    const names = Array.from({ length: Math.min(perThing, properties) }, (_, place) => `n${place}`);
    return someThing(
      id,
      names.map((name) => propertyOf(id, name)),
    );
  });
}

function propertyOf(thing: string, name: string): Property {
  const property = someProperty({ in: thing, name, unit: "Cel" });
  return { ...property, report: { ...property.report, atMostEvery: 0 } };
}
