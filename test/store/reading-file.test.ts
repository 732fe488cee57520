import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { qualities } from "../../src/core/quality.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import type { LogFault } from "../../src/store/group-commit.ts";
import { runChild } from "../fakes/child-lines.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { fill, numberOf, openLog, someReading } from "./some-readings.ts";

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
        using log = openLog(directory.path);
        for (const one of some) log.append(one);
      }
      using log = openLog(directory.path);
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
  using log = openLog(directory.path, { clock });
  log.append(someReading(1));
  assert.equal(log.unsealed(10).length, 0);
  await clock.advance(1000);
  assert.equal(log.unsealed(10).length, 1);
});

test("a disk that takes nothing more costs no reading: they wait and go when there is room", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const faults: LogFault[] = [];
  using log = openLog(directory.path, { clock, onFault: (fault) => faults.push(fault) });
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
  assert.deepEqual(
    log.unsealed(1000).map(numberOf),
    Array.from({ length: 320 }, (_, place) => place + 1),
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
    using log = openLog(directory.path);
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
