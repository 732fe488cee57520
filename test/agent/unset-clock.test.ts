import assert from "node:assert/strict";
import { test } from "node:test";
import { telemetryType } from "../../schemas/telemetry.ts";
import { versionMadeAt } from "../../src/core/clock-trust.ts";
import { decodeTelemetry } from "../../src/core/decode-telemetry.ts";
import { type AgentLife, openAgentLife } from "../crash/agent-life.ts";
import { Mortal } from "../crash/mortal.ts";
import { stateFiles } from "../crash/state-files.ts";
import { World } from "../crash/world.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { seededChance } from "../fakes/seeded-chance.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { simulationConfiguration } from "../simulation/simulation-configuration.ts";

const [second, hour] = [1_000, 3_600_000];
/** Longer than an event waits to be filled. */
const aWhile = 10 * second;

/** A machine and what it measures on a line and over MQTT, with the whole agent but the homeserver, on real files. */
function machine() {
  using opening = new DisposableStack();
  const directory = opening.use(temporaryDirectory());
  const place = opening.use(stateFiles(directory.path));
  const configuration = configurationOf(directory.path, simulationConfiguration);
  const world = new World(() => 0);
  world.sender.fates.length = 0;
  const { clock } = world;
  const measuredAt: number[] = [];
  let [life, agent]: [Mortal | undefined, AgentLife | undefined] = [undefined, undefined];
  const owned = opening.move();
  return {
    clock,
    /** Without a battery: at 1970. */
    switchOn() {
      world.startMachine();
      clock.jump(-clock.now());
      clock.setTrusted(false);
    },
    /** What a time server does. */
    setClock() {
      clock.jump(world.trueNow() - clock.now());
      clock.setTrusted(true);
    },
    async start() {
      life = new Mortal(undefined, () => place.stopped());
      world.lives += 1;
      const parts = { world, configuration, place, chance: seededChance(world.lives) };
      const opened = life.run(() => openAgentLife(life ?? assert.fail(), parts));
      await clock.advance(second);
      agent = await opened;
    },
    kill: () => life?.end(),
    /** The n-th measuring, from 1, has the value n on both ways. */
    async measure(count: number) {
      for (let times = 0; times < count; times++) {
        const level = String(measuredAt.push(world.trueNow()));
        void world.hardware.write("count_b", level);
        world.broker.say("shed/count_d", level);
        await clock.advance(second);
      }
    },
    async stop() {
      const stopping = agent?.stop();
      await clock.advance(second);
      await stopping;
      owned.dispose();
    },
    /** What arrived of one way, in order, what a start reads again left out: which measuring, ms by which its time is wrong, the mark. */
    told(path: "meter/count_b" | "shed/count_d") {
      const all = world.sender.contents(telemetryType).flatMap((content) => {
        const event = decodeTelemetry(content);
        assert.ok(event.ok);
        return event.readings
          .filter(({ thing, name, quality }) => `${thing}/${name}` === path && quality === "ok")
          .map(({ value, at }) => ({ number: Number(value), at, times: event.times }))
          .map((one) => ({ ...one, off: Math.round((one.at - (measuredAt[one.number - 1] ?? 0)) / 10) * 10 }));
      });
      return all.filter(({ number }, index) => number > 0 && number !== all[index - 1]?.number);
    },
  };
}

const paths = ["meter/count_b", "shed/count_d"] as const;
type Told = { readonly number: number; readonly off: number; readonly times: string | undefined };
const numbersOf = (told: readonly Told[]) => told.map(({ number }) => number);
/** Those whose time is wrong and not marked as a guess. */
const wrong = (told: readonly Told[]) => told.filter(({ off, times }) => off !== 0 && times !== "guessed");
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("started in 1970, measuring goes on; once the clock is set, what waits is sent with its time and the mark", async () => {
  const pi = machine();
  pi.switchOn();
  await pi.start();
  await pi.measure(6);
  pi.setClock();
  await pi.measure(4);
  await pi.clock.advance(aWhile);
  for (const path of paths) {
    const told = pi.told(path);
    assert.deepEqual(numbersOf(told), upTo(10));
    const repaired = told.filter(({ times }) => times === "repaired");
    assert.ok(repaired.length > 4, `${path}: ${repaired.length} of 10 in an event that could wait`);
    assert.deepEqual(wrong(told), []);
  }
  await pi.stop();
});

test("a clock that is set back an hour reorders and loses nothing, and moves no time", async () => {
  const pi = machine();
  await pi.start();
  await pi.measure(4);
  pi.clock.jump(-hour);
  await pi.measure(20);
  pi.clock.jump(hour);
  await pi.measure(4);
  await pi.clock.advance(aWhile);
  for (const path of paths) {
    assert.deepEqual(
      pi.told(path).map(({ number, off, times }) => [number, off, times]),
      upTo(28).map((number) => [number, 0, undefined]),
    );
  }
  await pi.stop();
});

test("an agent that was killed before the clock was set leaves it to the next one of the boot to repair", async () => {
  const pi = machine();
  pi.switchOn();
  await pi.start();
  await pi.measure(4);
  pi.kill();
  await pi.clock.advance(7 * second);
  pi.setClock();
  await pi.start();
  await pi.measure(2);
  await pi.clock.advance(aWhile);
  for (const path of paths) {
    const told = pi.told(path);
    assert.deepEqual(numbersOf(told), upTo(6));
    assert.ok(told.some(({ number, times }) => number <= 4 && times === "repaired"));
    assert.deepEqual(wrong(told), []);
  }
  await pi.stop();
});

test("a boot in which nobody ever knew the time leaves guesses: marked, never too early, in order, at the right distances", async () => {
  const pi = machine();
  pi.switchOn();
  await pi.start();
  await pi.measure(5);
  pi.kill();
  await pi.clock.advance(30 * second);
  pi.switchOn();
  await pi.start();
  pi.setClock();
  await pi.measure(2);
  await pi.clock.advance(aWhile);
  for (const path of paths) {
    const told = pi.told(path);
    const lost = told.filter(({ number }) => number <= 5);
    assert.deepEqual(numbersOf(lost), upTo(5));
    assert.deepEqual([...new Set(lost.map(({ times }) => times))], ["guessed"]);
    assert.equal(new Set(lost.map(({ off }) => off)).size, 1);
    assert.ok(lost.every(({ at }) => at >= versionMadeAt));
    assert.deepEqual(
      told.filter(({ number, off }) => number > 5 && off !== 0),
      [],
    );
  }
  await pi.stop();
});
