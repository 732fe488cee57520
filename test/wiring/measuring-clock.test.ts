import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import { unsetTime } from "../../src/core/unset-time.ts";
import { measuringClock } from "../../src/wiring/measuring-clock.ts";
import { wireReadings } from "../../src/wiring/readings.ts";
import { newestSeen, trustClock } from "../../src/wiring/trust-clock.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { openLog } from "../store/some-readings.ts";

const [second, hour] = [1_000, 3_600_000];
/** After this version was made. */
const truth = Date.UTC(2027, 0, 1);

/** A machine that was just started: its UTC stands wherever it is put, and its monotonic clock stands still while it sleeps. */
function machine(shownUtc: number, bootId = "boot") {
  const system = new HandClock();
  system.jump(shownUtc - system.now());
  system.setTrusted(false);
  let asleep = 0;
  return {
    system,
    boot: { id: bootId, sinceBoot: () => system.monotonic() + asleep },
    sleep(ms: number) {
      asleep += ms;
      system.jump(ms);
    },
    /** What a time server does. */
    setTo(utc: number) {
      system.jump(utc - system.now());
      system.setTrusted(true);
    },
  };
}

type Machine = ReturnType<typeof machine>;

/** One run of the agent's way from sample to log on that machine. */
function run(directory: string, { system, boot }: Machine, store = new MemoryControlStore(() => system.now())) {
  using opening = new DisposableStack();
  const log = new LogLines();
  const trusted = opening.use(trustClock({ clock: system, configuration: { clock: "auto" }, store, log }));
  const readingLog = opening.use(openLog(directory, { clock: trusted }));
  const parts = { clock: trusted, boot, times: readingLog, notBefore: newestSeen(store), log };
  const measuring = opening.use(measuringClock(parts));
  const property = someProperty({ report: { change: undefined, atMostEvery: 0, atLeastEvery: hour } });
  const readings = opening.use(
    wireReadings({
      things: [someThing("box", [property])],
      ...measuring,
      log,
      readingLog,
      onReading: () => undefined,
      onChange: () => undefined,
    }),
  );
  let next = 0;
  const owned = opening.move();
  return {
    ...measuring,
    readingLog,
    log,
    property,
    measure(count = 1) {
      for (let number = 0; number < count; number++) {
        next += 1;
        const measuredAt = measuring.clock.now();
        readings.take({ kind: "value", path: property.path, wire: String(next), measuredAt });
      }
    },
    /** Everything that waits: number, time, mark. */
    told() {
      readingLog.commit();
      return readingLog.unsealed(100).map(({ value, at, time }) => [numberOf(value), at, time]);
    },
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function numberOf(value: NewLogEntry["value"]): number {
  return typeof value === "object" ? Number(value.coefficient) / 10 ** value.scale : Number.NaN;
}

test("1970 at boot, then the time server: what was measured before has its time, is marked, and stays in order", async () => {
  using directory = temporaryDirectory();
  const pi = machine(7 * second);
  using agent = run(directory.path, pi);
  agent.measure();
  await pi.system.advance(60 * second);
  agent.measure();
  assert.deepEqual(
    agent.told().map(([, , time]) => time),
    ["guessed", "guessed"],
  );
  await pi.system.advance(60 * second);
  pi.setTo(truth);
  await pi.system.advance(10 * second);
  agent.measure();
  assert.deepEqual(agent.told(), [
    [1, truth - 120 * second, "repaired"],
    [2, truth - 60 * second, "repaired"],
    [3, truth + 10 * second, undefined],
  ]);
  assert.ok(agent.log.lines.some((line) => /the clock is set/.test(line)));
});

test("a guess is never before what any run has seen, and no setting of a clock that is not trusted moves it", async () => {
  using directory = temporaryDirectory();
  const pi = machine(7 * second);
  const store = new MemoryControlStore(() => 0);
  store.setFact("clock-seen", String(truth));
  using agent = run(directory.path, pi, store);
  agent.measure();
  pi.system.jump(30 * hour);
  await pi.system.advance(second);
  agent.measure();
  pi.system.jump(-20 * hour);
  await pi.system.advance(second);
  agent.measure();
  assert.deepEqual(agent.told(), [
    [1, truth, "guessed"],
    [2, truth + second, "guessed"],
    [3, truth + 2 * second, "guessed"],
  ]);
});

test("runs that ended before the clock was set are repaired by a later one of the same boot, not of another", async () => {
  using directory = temporaryDirectory();
  const lost = machine(7 * second, "lost");
  {
    using agent = run(directory.path, lost);
    agent.measure();
  }
  const pi = machine(9 * second);
  await pi.system.advance(20 * second);
  {
    using agent = run(directory.path, pi);
    agent.measure();
  }
  await pi.system.advance(100 * second);
  using agent = run(directory.path, pi);
  agent.measure();
  pi.setTo(truth);
  await pi.system.advance(10 * second);
  const told = agent.told();
  assert.deepEqual(told.slice(1), [
    [1, truth - 100 * second, "repaired"],
    [1, truth, "repaired"],
  ]);
  assert.equal(told[0]?.[2], "guessed");
});

test("a run that knows UTC from its start repairs what earlier ones of its boot measured; a later one that does not goes on by it", async () => {
  using directory = temporaryDirectory();
  const pi = machine(7 * second);
  {
    using agent = run(directory.path, pi);
    agent.measure();
  }
  await pi.system.advance(100 * second);
  pi.setTo(truth);
  {
    using agent = run(directory.path, pi);
    agent.measure();
  }
  pi.system.setTrusted(false);
  await pi.system.advance(100 * second);
  pi.system.jump(-hour);
  using agent = run(directory.path, pi);
  agent.measure();
  assert.deepEqual(agent.told(), [
    [1, truth - 100 * second, "repaired"],
    [1, truth, undefined],
    [1, truth + 100 * second, "repaired"],
  ]);
});

test("a step back turns nothing round: times go on from what was known, until UTC may be believed again", async () => {
  using directory = temporaryDirectory();
  const pi = machine(truth);
  pi.setTo(truth);
  using agent = run(directory.path, pi);
  agent.measure();
  pi.system.jump(-hour);
  await pi.system.advance(second);
  agent.measure();
  assert.equal(agent.clock.isTrusted(), false);
  await pi.system.advance(second);
  agent.measure();
  pi.setTo(truth + 3 * second);
  await pi.system.advance(second);
  agent.measure();
  assert.deepEqual(agent.told(), [
    [1, truth, undefined],
    [2, truth + second, undefined],
    [3, truth + 2 * second, undefined],
    [4, truth + 4 * second, undefined],
  ]);
});

test("a step forward that the system vouches for is followed, and keeps what was before", async () => {
  using directory = temporaryDirectory();
  const pi = machine(truth);
  pi.setTo(truth);
  using agent = run(directory.path, pi);
  agent.measure();
  pi.system.jump(hour);
  await pi.system.advance(second);
  agent.measure();
  assert.deepEqual(agent.told(), [
    [1, truth, undefined],
    [2, truth + hour + second, undefined],
  ]);
});

test("a machine that slept before its clock was set has each reading at its own time", async () => {
  using directory = temporaryDirectory();
  const pi = machine(7 * second);
  using agent = run(directory.path, pi);
  agent.measure();
  pi.sleep(5 * hour);
  await pi.system.advance(second);
  agent.measure();
  await pi.system.advance(second);
  pi.setTo(truth);
  await pi.system.advance(10 * second);
  assert.deepEqual(agent.told(), [
    [1, truth - 5 * hour - 2 * second, "repaired"],
    [2, truth - second, "repaired"],
  ]);
});

test("what the report filter withheld before the clock was set is recorded with its own time", async () => {
  using directory = temporaryDirectory();
  const pi = machine(7 * second);
  using opened = new DisposableStack();
  const log = new LogLines();
  const readingLog = opened.use(openLog(directory.path));
  const parts = { clock: pi.system, boot: pi.boot, times: readingLog, notBefore: 0, log };
  const measuring = opened.use(measuringClock(parts));
  const property = someProperty({ report: { change: undefined, atMostEvery: 60 * second, atLeastEvery: hour } });
  const nothing = (): void => undefined;
  const things = [someThing("box", [property])];
  const readings = opened.use(
    wireReadings({ things, ...measuring, log, readingLog, onReading: nothing, onChange: nothing }),
  );
  const { path } = property;
  for (const wire of ["1", "2"]) {
    readings.take({ kind: "value", path, wire, measuredAt: measuring.clock.now() });
    await pi.system.advance(second);
  }
  pi.setTo(truth);
  await pi.system.advance(100 * second);
  readingLog.commit();
  assert.equal(path, affordancePath(asThingId("box"), property.name));
  assert.deepEqual(
    readingLog.unsealed(9).map(({ at, time }) => [at - truth, time]),
    [
      [-2 * second, "repaired"],
      [-second, "repaired"],
    ],
  );
});

test("a disk that was full when the clock was set takes the note later; what is measured meanwhile has its time as well", async () => {
  const pi = machine(7 * second);
  let isFull = true;
  const known: number[] = [];
  const times = {
    beginBoot: (_boot: string, startedAt: number) => ({ slot: 3, startedAt, isKnown: false }),
    knowBoot: (_boot: string, startedAt: number) => {
      if (isFull) throw new Error("disk full");
      known.push(startedAt);
    },
  };
  using measuring = measuringClock({ clock: pi.system, boot: pi.boot, times, notBefore: 0, log: new LogLines() });
  await pi.system.advance(5 * second);
  pi.setTo(truth);
  const at = measuring.clock.now();
  assert.deepEqual([at, measuring.stampOf(at)], [truth, unsetTime(3, 5 * second)]);
  isFull = false;
  await pi.system.advance(10 * second);
  assert.deepEqual(known, [truth - 5 * second]);
  assert.equal(measuring.stampOf(truth), truth);
});
