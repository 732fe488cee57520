import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Machine } from "../../src/core/machine.ts";
import type { Sample } from "../../src/core/sample.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import type { Driver } from "../../src/drivers/define-driver.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { machine } from "../../src/machine/machine.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";
import type { DriverRig, DriverWords } from "./driver-rig.ts";

const anyText: DriverWords = {
  said: ["21.50", "7", "8", "1", "2"],
  heard: (text) => text,
  written: [
    [{ coefficient: 2150n, scale: 2 }, "21.50"],
    [true, "true"],
    ["ON", "ON"],
  ],
  late: "late",
  fresh: "fresh",
};

const path = affordancePath(asThingId("thing"), "property");

interface Bench extends AsyncDisposable {
  readonly rig: DriverRig;
  readonly words: DriverWords;
  readonly clock: HandClock;
  readonly samples: Sample[];
  readonly connection: ReturnType<Driver["open"]>;
  readonly output: ReturnType<ReturnType<Driver["open"]>["output"]>;
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** The values that came for a property, of those that came at all after so many samples. */
  valuesOf(path: string, after?: number): readonly (Sample & { kind: "value" })[];
  /** Whether the far side's word came as a value after so many samples. */
  heard(text: string, after?: number): boolean;
  absent(): readonly (Sample & { kind: "absent" })[];
}

async function setUp(
  driver: Driver,
  makeRig: () => Promise<DriverRig>,
  wrap = (real: Machine) => real,
): Promise<Bench> {
  const rig = await makeRig();
  const clock = new HandClock();
  const samples: Sample[] = [];
  const context = {
    name: "bus",
    machine: wrap(rig.machine?.(clock) ?? machine(clock)),
    clock,
    readSecret: () => "",
    emit: (sample: Sample) => {
      samples.push(sample);
      sample.receipt?.settle();
    },
    ...(rig.memory && { memory: rig.memory }),
  };
  const connection = driver.open(rig.connection, context);
  if (rig.from !== undefined) connection.listen({ path, type: "string", settings: rig.from });
  connection.settle?.();
  const output = rig.to && connection.output(rig.to, path);
  const words = rig.words ?? anyText;
  const valuesOf: Bench["valuesOf"] = (wanted, after = 0) =>
    samples.slice(after).flatMap((sample) => (sample.kind === "value" && sample.path === wanted ? [sample] : []));
  const wait: Bench["until"] = (what, holds) => until(what, holds, () => clock.advance(200));
  await wait("the bus is up", () => connection.isUp);
  await clock.advance(1000);
  return {
    rig,
    words,
    clock,
    samples,
    connection,
    get output() {
      assert.ok(output, "the rig says nothing of `to`");
      return output;
    },
    until: wait,
    valuesOf,
    heard: (text, after) => valuesOf(path, after).some(({ wire }) => wireText(wire) === words.heard(text)),
    absent: () => samples.filter((sample) => sample.kind === "absent"),
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
    },
  };
}

/** What every driver promises, whatever bus it speaks to, of the ends that it has. */
export function driverContract(name: string, driver: Driver, makeRig: () => Promise<DriverRig>): void {
  if (driver.from !== undefined) readingContract(name, driver, makeRig);
  if (driver.to !== undefined) writingContract(name, driver, makeRig);
  closingContract(name, driver, makeRig);
}

function readingContract(name: string, driver: Driver, makeRig: () => Promise<DriverRig>): void {
  test(`${name}: hands up what the far side says, with its time`, async () => {
    await using bench = await setUp(driver, makeRig);
    const [word] = bench.words.said;
    await bench.rig.say(word);
    await bench.until("the value is here", () => bench.heard(word));
    const sample = bench.valuesOf(path).find(({ wire }) => wireText(wire) === bench.words.heard(word));
    assert.ok(sample?.measuredAt !== undefined);
    assert.equal(sample.path, path);
    assert.ok(sample.measuredAt <= bench.clock.now());
  });

  test(`${name}: turns garbage into a fault sample and goes on`, async () => {
    await using bench = await setUp(driver, makeRig);
    await bench.rig.sayGarbage();
    await bench.until("the fault is here", () => bench.absent().length > 0);
    assert.equal(bench.absent()[0]?.quality, "fault");
    assert.ok((bench.absent()[0]?.detail ?? "").length > 0);
    const [, word] = bench.words.said;
    const before = bench.samples.length;
    await bench.rig.say(word);
    await bench.until("a value is here again", () => bench.heard(word, before));
  });

  test(`${name}: tells the loss of the bus once, and hands up values when it is back`, async () => {
    await using bench = await setUp(driver, makeRig);
    await bench.rig.lose();
    await bench.until("the loss is told", () => bench.absent().length > 0);
    await bench.clock.advance(300_000);
    await bench.until("it is down", () => !bench.connection.isUp);
    assert.deepEqual(
      bench.absent().map(({ quality, fault }) => [quality, fault]),
      [["unavailable", "connection-down"]],
    );
    await bench.rig.restore();
    await bench.until("the bus is back", () => bench.connection.isUp);
    await bench.clock.advance(1000);
    const [, , word] = bench.words.said;
    const before = bench.samples.length;
    await bench.rig.say(word);
    await bench.until("a value is here again", () => bench.heard(word, before));
    assert.equal(bench.absent().length, 1);
  });

  test(`${name}: tells a property that comes late of a loss that was told before`, async () => {
    await using bench = await setUp(driver, makeRig);
    await bench.rig.lose();
    await bench.until("the loss is told", () => bench.absent().length > 0);
    const late = affordancePath(asThingId("thing"), "late");
    bench.connection.listen({ path: late, type: "string", settings: bench.rig.from ?? {} });
    assert.deepEqual(
      bench.absent().map((sample) => sample.path),
      [path, late],
    );
  });

  test(`${name}: hands up nothing more for a property that no longer listens, and goes on with the others`, async () => {
    await using bench = await setUp(driver, makeRig);
    const other = affordancePath(asThingId("thing"), "other");
    const listening = bench.connection.listen({ path: other, type: "string", settings: bench.rig.from ?? {} });
    const [, , , both, one] = bench.words.said;
    const hears = (wanted: string) =>
      bench.valuesOf(wanted).some(({ wire }) => wireText(wire) === bench.words.heard(both));
    await bench.until("both hear", async () => {
      await bench.rig.say(both);
      return hears(other) && hears(path);
    });
    listening[Symbol.dispose]();
    listening[Symbol.dispose]();
    const heard = bench.samples.filter((sample) => sample.path === other).length;
    const before = bench.samples.length;
    await bench.rig.say(one);
    await bench.until("the one that stays hears", () => bench.heard(one, before));
    await bench.rig.lose();
    await bench.until("the loss is told", () => bench.absent().length > 0);
    assert.equal(bench.samples.filter((sample) => sample.path === other).length, heard);
  });
}

const never = new AbortController().signal;

function writingContract(name: string, driver: Driver, makeRig: () => Promise<DriverRig>): void {
  test(`${name}: writes exactly the digits it was given`, async () => {
    await using bench = await setUp(driver, makeRig);
    const { written } = bench.words;
    for (const [wire, text] of written) {
      const write = bench.output.write(wire, never);
      if (text === undefined) await assert.rejects(write, isFailure("driver-failed"));
      else await write;
    }
    const expected = written.flatMap(([, text]) => text ?? []);
    await bench.until("all of them arrived", async () => (await bench.rig.received()).length === expected.length);
    assert.deepEqual(await bench.rig.received(), expected);
  });

  test(`${name}: refuses to write on a lost bus at once, and never delivers it later`, async () => {
    await using bench = await setUp(driver, makeRig);
    await bench.rig.lose();
    await bench.until("it is down", () => !bench.connection.isUp);
    const { late, fresh } = bench.words;
    await assert.rejects(bench.output.write(late, never), isFailure("connection-down"));
    await bench.rig.restore();
    await bench.until("the bus is back", () => bench.connection.isUp);
    await bench.output.write(fresh, never);
    await bench.until("the fresh one arrived", async () => (await bench.rig.received()).includes(fresh));
    assert.deepEqual(await bench.rig.received(), [fresh]);
  });

  test(`${name}: gives up a write when told to`, async () => {
    await using bench = await setUp(driver, makeRig);
    await assert.rejects(bench.output.write("no", AbortSignal.abort(new Error("too late"))), /too late/);
    if (bench.rig.stall === undefined) return;
    await bench.rig.stall();
    const controller = new AbortController();
    const written = bench.output.write(bench.rig.tooMuch ?? "", controller.signal);
    controller.abort(new Error("no longer wanted"));
    await assert.rejects(written, /no longer wanted/);
  });

  test(`${name}: says of a write that was under way when the bus went that nobody knows`, async () => {
    await using bench = await setUp(driver, makeRig);
    if (bench.rig.stall === undefined) return;
    await bench.rig.stall();
    const written = bench.output.write(bench.rig.tooMuch ?? "", never);
    const judged = assert.rejects(written, isFailure("unconfirmed"));
    await bench.clock.advance(10);
    await bench.rig.lose();
    await judged;
  });
}

function closingContract(name: string, driver: Driver, makeRig: () => Promise<DriverRig>): void {
  test(`${name}: leaves no timer and no handle behind, up or down`, async () => {
    for (const lost of [false, true]) {
      const before = handles();
      {
        await using bench = await setUp(driver, makeRig);
        if (lost) {
          await bench.rig.lose();
          await bench.until("it is down", () => !bench.connection.isUp);
        }
        await bench.connection[Symbol.asyncDispose]();
        assert.equal(bench.clock.waiting, 0);
        const count = bench.samples.length;
        await bench.clock.advance(60_000);
        assert.equal(bench.samples.length, count);
      }
      await until(`nothing is left of ${handles().join(" ")}`, () => handles().length <= before.length);
    }
  });
}

function isFailure(code: WriteFailure["code"]): (error: unknown) => boolean {
  return (error) => error instanceof WriteFailure && error.code === code;
}

/** What keeps this process busy besides the test runner's own pipes. */
function handles(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => !/Immediate|PipeWrap|FSReqPromise|Timeout/.test(kind))
    .sort();
}
