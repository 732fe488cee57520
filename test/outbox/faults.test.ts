import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import { affordancePath, asRoomId, asThingId } from "../../src/core/ids.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { EventSize } from "../../src/outbox/event-size.ts";
import { SendLoop } from "../../src/outbox/send-loop.ts";
import { TelemetrySource } from "../../src/outbox/telemetry-source.ts";
import { fillBatch } from "../../src/readings/fill-batch.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { collectGarbage } from "../fakes/collect-garbage.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { type Fate, LimitedSender } from "../fakes/limited-sender.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

/** One homeserver on a bad day: of a hundred replies twenty are lost, and what else may happen. */
const badDay: readonly (readonly [Fate, number])[] = [
  ["reply-lost", 20],
  ["request-lost", 10],
  ["server-error", 5],
  ["busy", 2],
  ["limited-by-proxy", 2],
  ["slow", 5],
  ["half-open", 3],
  ["taken", 53],
];
const hundred = badDay.flatMap(([fate, count]) => Array.from({ length: count }, () => fate));

const paths = Array.from({ length: 50 }, (_, index) => affordancePath(asThingId(`t${index % 5}`), `p${index}`));

/** What the room holds of each series: how many, and whether they came in order and each once. */
class Oracle {
  readonly next = new Map<string, bigint>();
  readonly numbers = new Set<string>();
  readings = 0;

  take(wire: string): void {
    const content = JSON.parse(wire);
    const number = `${content.epoch} ${content.seq}`;
    assert.ok(!this.numbers.has(number), `event ${number} twice`);
    this.numbers.add(number);
    const decoded = decodeColumns(content);
    assert.ok(decoded.ok);
    for (const { name, value } of decoded.readings) {
      const expected = this.next.get(name) ?? 0n;
      assert.deepEqual(value, { coefficient: expected, scale: 0 }, `${name} in order, none missing, none twice`);
      this.next.set(name, expected + 1n);
      this.readings += 1;
    }
  }
}

test("a day of lost replies, a flapping link, half-open sockets, slow answers, 429 and 5xx: nothing lost, nothing twice, every Retry-After kept, memory flat", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const chance = seededRandom(5);
  const random = (): number => chance.below(1e6) / 1e6;
  const onFault = ({ detail }: { detail: string }): never => assert.fail(detail);
  const onDamage = (detail: string): never => assert.fail(detail);
  const keep = { size: 256 * 2 ** 20, age: 400 * 86_400_000 };
  using log = openReadingFile(directory.path, { durabilityMs: 1000, keep, clock, onFault, onDamage });
  const sender = new LimitedSender(clock);
  const oracle = new Oracle();
  sender.onArrive = ({ wire }) => oracle.take(wire);
  sender.travelMs = 150;
  const telemetry = new TelemetrySource({
    log,
    clock,
    room: asRoomId("!data"),
    type: "telemetry",
    epoch: 1,
    every: 30_000,
    size: new EventSize(),
    fillBatch: (entries, number, { largest, likely }) =>
      fillBatch(entries, { ...number, clock: "trusted" }, { largest, likely, mayTell: () => true, latest: [], now: 0 }),
    lost: (readings) => assert.fail(`${readings} lost`),
  });
  const nothing = (): void => undefined;
  const report = {
    closed: nothing,
    opened: nothing,
    rejected: nothing,
    away: nothing,
    back: nothing,
    broken: assert.fail,
  };
  const loop = new SendLoop({ sources: [telemetry], sender, budget: new EventBudget(clock), clock, random, report });
  const stop = new AbortController();
  const running = loop.run(stop.signal);

  let recorded = 0;
  const held: number[] = [];
  const hours = 24;
  for (let minute = 0; minute < hours * 60; minute++) {
    for (const path of paths) log.append(reading(path, BigInt(minute), clock.now()));
    recorded += paths.length;
    log.commit();
    sender.fates.length = 0;
    // Half an hour in every three the link is gone altogether.
    const isGone = minute % 180 >= 150;
    for (let put = 0; put < 60; put++) sender.fates.push(isGone ? "request-lost" : chance.pick(hundred));
    if (minute % 3 === 0) loop.retryNow();
    loop.wake();
    await clock.advance(60_000);
    if (minute % 60 === 59) held.push(heldBytes());
  }
  sender.fates.length = 0;
  loop.retryNow();
  await clock.advance(3_600_000);
  stop.abort();
  await running;

  assert.equal(oracle.readings, recorded);
  assert.equal(log.backlog().readings, 0);
  assert.equal(oracle.numbers.size, Math.max(...[...oracle.numbers].map((number) => Number(number.split(" ")[1]))));
  assert.equal(sender.tooEarly, 0);
  assert.ok(loop.counts.unanswered > 200, `${loop.counts.unanswered} without an answer`);
  const growth = (Math.max(...held.slice(2)) - (held[1] ?? 0)) / 1e6;
  assert.ok(growth < 10, `${growth.toFixed(1)} MB more held than after two hours`);
});

function reading(path: NewLogEntry["path"], count: bigint, at: number): NewLogEntry {
  return { path, type: "integer", unit: undefined, scale: 0, value: decimalOf(count), quality: "ok", at };
}

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
