import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { qualities } from "../../src/core/quality.ts";
import type { NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import type { LogFault } from "../../src/store/group-commit.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { runChild } from "../fakes/child-lines.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someSealed } from "./some-events.ts";

function open(directory: string, clock = new HandClock(), onFault: (fault: LogFault) => void = failed) {
  return openReadingFile(directory, { durabilityMs: 1000, clock, onFault });
}

function failed({ detail }: LogFault): void {
  assert.fail(detail);
}

function reading(number: number): NewLogEntry {
  return {
    path: affordancePath(asThingId("greenhouse"), "temperature"),
    type: "number",
    unit: "Cel",
    scale: 1,
    value: { coefficient: BigInt(number), scale: 1 },
    quality: "ok",
    at: 1_700_000_000_000 + number,
  };
}

function fill(log: ReadingLog, from: number, to: number): void {
  for (let number = from; number <= to; number++) log.append(reading(number));
  log.commit();
}

const entry = fc.oneof(
  ...(["number", "integer"] as const).map((type) =>
    fc.nat({ max: 30 }).chain((scale) =>
      fc.record({
        type: fc.constant(type),
        scale: fc.constant(scale),
        value: fc.option(
          fc.oneof(
            fc.record({ coefficient: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), scale: fc.constant(scale) }),
            fc.record({ coefficient: fc.bigInt({ min: -9n, max: 9n }), scale: fc.nat({ max: 30 }) }),
            fc.constantFrom(
              ...[2n ** 63n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n].map((coefficient) => ({
                coefficient,
                scale,
              })),
            ),
          ),
          { nil: undefined },
        ),
      }),
    ),
  ),
  fc.record({
    type: fc.constant("boolean" as const),
    scale: fc.constant(0),
    value: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("string" as const),
    scale: fc.constant(0),
    value: fc.option(fc.constantFrom("", "on", "0", "12e-3", "ö☃"), { nil: undefined }),
  }),
);
const entries = fc.array(
  fc
    .tuple(
      entry,
      fc.constantFrom("a", "b"),
      fc.option(fc.constantFrom("Cel", "%"), { nil: undefined }),
      fc.constantFrom(...qualities),
      fc.nat(),
    )
    .map(
      ([part, name, unit, quality, at]): NewLogEntry => ({
        ...part,
        path: affordancePath(asThingId("t"), name),
        unit,
        quality,
        at,
      }),
    ),
  { maxLength: 30 },
);

test("every reading comes back exactly as it was appended, in order, after reopening", () => {
  fc.assert(
    fc.property(entries, entries, (first, second) => {
      using directory = temporaryDirectory();
      for (const some of [first, second]) {
        using log = open(directory.path);
        for (const one of some) log.append(one);
      }
      using log = open(directory.path);
      const expected = [...first, ...second].map((one, place) => ({ ...one, position: place + 1 }));
      assert.equal(stableText(log.unsealed(1000)), stableText(expected));
    }),
    { numRuns: 40 },
  );
});

/** Bigints and missing values told apart, the order of keys not. */
function stableText(list: readonly NewLogEntry[]): string {
  const text = (value: unknown): string =>
    typeof value === "object" && value !== null
      ? `{${Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, field]) => `${key}:${text(field)}`)}}`
      : `${typeof value}:${String(value)}`;
  return text(list);
}

test("what was appended is committed at the durability at the latest", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  using log = open(directory.path, clock);
  log.append(reading(1));
  assert.equal(log.unsealed(10).length, 0);
  await clock.advance(1000);
  assert.equal(log.unsealed(10).length, 1);
});

test("a sealed event stands until it was delivered, and its readings are not sealed again", () => {
  using directory = temporaryDirectory();
  {
    using log = open(directory.path);
    assert.deepEqual(
      [log.sealed(), log.lastSealed(), log.backlog()],
      [undefined, undefined, { readings: 0, oldestAt: undefined }],
    );
    fill(log, 1, 10);
    assert.deepEqual(log.backlog(), { readings: 10, oldestAt: reading(1).at });
    log.keepSealed(someSealed("txn-1"), { epoch: 3, seq: 0, through: 6 });
    assert.throws(() => log.keepSealed(someSealed("txn-2"), { epoch: 3, seq: 1, through: 8 }), AgentFault);
  }
  {
    using log = open(directory.path);
    assert.deepEqual(log.sealed(), { event: someSealed("txn-1"), range: { epoch: 3, seq: 0, through: 6 } });
    assert.deepEqual(log.lastSealed(), { epoch: 3, seq: 0 });
    assert.equal(log.backlog().readings, 10);
    assert.deepEqual(
      log.unsealed(2).map(({ position }) => position),
      [7, 8],
    );
    assert.throws(() => log.delivered("txn-9", "$x"), AgentFault);
    log.delivered("txn-1", "$a");
    assert.equal(log.sealed(), undefined);
    assert.deepEqual(log.backlog(), { readings: 4, oldestAt: reading(7).at });
    assert.throws(() => log.delivered("txn-1", "$a"), AgentFault, "only once");
  }
  using log = open(directory.path);
  assert.deepEqual(log.lastSealed(), { epoch: 3, seq: 0 });
  assert.equal(log.backlog().readings, 4);
});

test("an event that is refused for good gives up its readings and says how many", () => {
  using directory = temporaryDirectory();
  using log = open(directory.path);
  fill(log, 1, 10);
  log.keepSealed(someSealed("a"), { epoch: 1, seq: 0, through: 4 });
  log.delivered("a", "$a");
  log.keepSealed(someSealed("b"), { epoch: 1, seq: 1, through: 9 });
  assert.equal(log.rejected("b"), 5);
  assert.equal(log.backlog().readings, 1);
  assert.equal(log.unsealed(10)[0]?.position, 10);
});

test("a disk that takes nothing more costs no reading: they wait and go when there is room", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const faults: LogFault[] = [];
  using log = open(directory.path, clock, (fault) => faults.push(fault));
  fill(log, 1, 10);
  // Node ignores SIGXFSZ, so a write beyond the limit fails as on a full disk.
  const limitFileSize = (bytes: string) => execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
  limitFileSize("4096");
  try {
    fill(log, 11, 320);
    await clock.advance(20_000);
    assert.equal(log.backlog().readings, 10);
    assert.deepEqual(
      faults.map(({ code, lost }) => [code, lost]),
      [["log-unwritable", 0]],
    );
    assert.match(faults[0]?.detail ?? "", /readings\.db could not be written/);
  } finally {
    limitFileSize("unlimited");
  }
  await clock.advance(5000);
  const expected = Array.from({ length: 320 }, (_, place) => BigInt(place + 1));
  assert.deepEqual(
    log.unsealed(1000).map(({ value }) => typeof value === "object" && value.coefficient),
    expected,
  );
});

test("killed at any moment, every committed reading is there once and the cursor fits the sealed event", async () => {
  using directory = temporaryDirectory();
  const told = { committed: 0, sealed: 0, delivered: 0 };
  for (let kill = 0; kill < 8; kill++) {
    const child = runChild(join(import.meta.dirname, "recording-child.ts"), directory.path);
    await child.reached(10 + Math.floor(Math.random() * 60));
    await child.kill();
    for (const line of child.lines) {
      const [step = "", position = "0"] = line.split(" ");
      if (step in told) told[step as keyof typeof told] = Number(position);
    }
    using log = open(directory.path);
    const { readings } = log.backlog();
    const unsealed = log.unsealed(100_000);
    const last = unsealed.at(-1)?.position ?? log.sealed()?.range.through ?? told.delivered;
    assert.ok(last >= told.committed, "a committed reading is missing");
    const delivered = last - readings;
    assert.ok(delivered >= told.delivered, "the cursor went back");
    const through = log.sealed()?.range.through ?? delivered;
    assert.ok(through >= told.sealed);
    assert.deepEqual(
      unsealed.map(({ position }) => position),
      Array.from({ length: last - through }, (_, place) => through + 1 + place),
    );
    for (const { position, value } of unsealed) assert.deepEqual(value, { coefficient: BigInt(position), scale: 1 });
  }
  assert.ok(told.delivered > 100);
});
