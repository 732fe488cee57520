import assert from "node:assert/strict";
import { test } from "node:test";
import type { GpioChip, GpioClaim, GpioKernel } from "../../src/machine/gpio-kernel.ts";
import type { GpioEvent, GpioLineConfig } from "../../src/machine/gpio-uapi.ts";
import { until } from "../fakes/until.ts";

/** A kernel with a chip of at least four lines, line 0 called `first`, whose pins are in the test's hand. */
export interface GpioChipRig extends AsyncDisposable {
  readonly kernel: GpioKernel;
  readonly label: string;
  /** It goes over sysfs, which knows no names of lines or owners, and no pulls. */
  readonly isSysfs?: true;
  /** Drives the pin from outside. */
  drive(offset: number, isHigh: boolean): void;
  /** The voltage at the pin. */
  isHigh(offset: number): boolean;
  /** Another program takes the line. */
  occupy(offset: number, consumer: string): Disposable;
  unplug(): void;
}

const input: GpioLineConfig = { direction: "input", activeLow: false, pull: undefined, edges: true };
const output: GpioLineConfig = { direction: "output", activeLow: false, pull: undefined, level: true };

/** What GPIO does, whatever kernel it is. */
export function gpioChipContract(name: string, makeRig: () => GpioChipRig): void {
  test(`${name}: is listed by its label, with its lines and their names`, async () => {
    await using rig = makeRig();
    const chip = chipOf(rig);
    assert.match(chip.path, rig.isSysfs ? /\/gpiochip\d+$/ : /^\/dev\/gpiochip\d+$/);
    const lines = rig.kernel.lines(chip) ?? [];
    assert.equal(lines.length, chip.lines);
    assert.equal(lines[0]?.name, rig.isSysfs ? "" : "first");
    assert.equal(lines[0]?.isUsed, false);
  });

  test(`${name}: tells every edge, counted from 1, with its time`, async () => {
    await using rig = makeRig();
    using hand = claimed(rig, 1, input);
    const begin = rig.kernel.now();
    assert.equal(hand.claim.get(), false);
    for (const [place, level] of [true, false, true].entries()) {
      rig.drive(1, level);
      await until("the edge is told", () => hand.events.length === place + 1);
    }
    assert.deepEqual(
      hand.events.map(({ level, number }) => [level, number]),
      [
        [true, 1],
        [false, 2],
        [true, 3],
      ],
    );
    const times = hand.events.map(({ at }) => at);
    assert.ok(times.every((at, place) => at >= (times[place - 1] ?? begin) && at <= rig.kernel.now()));
    assert.equal(hand.claim.get(), true);
  });

  test(`${name}: turns levels and edges of a line that is active low`, async () => {
    await using rig = makeRig();
    using hand = claimed(rig, 1, { ...input, activeLow: true });
    assert.equal(hand.claim.get(), true);
    rig.drive(1, true);
    await until("the edge is told", () => hand.events.length === 1);
    assert.equal(hand.events[0]?.level, false);
    using out = claimed(rig, 2, { ...output, activeLow: true, level: true });
    assert.deepEqual([rig.isHigh(2), out.claim.get()], [false, true]);
  });

  test(`${name}: pulls an input up and down`, async () => {
    await using rig = makeRig();
    if (rig.isSysfs) {
      const refused = rig.kernel.claim(chipOf(rig), 1, { ...input, pull: "up" });
      assert.ok("fault" in refused && refused.fault === "line-refused");
      assert.match(refused.detail, /has no `pull` over \/sys\/class\/gpio; leave it out/);
      return;
    }
    using up = claimed(rig, 1, { ...input, pull: "up" });
    using down = claimed(rig, 2, { ...input, pull: "down" });
    assert.deepEqual([up.claim.get(), down.claim.get()], [true, false]);
  });

  test(`${name}: takes an output at its level, and sets it`, async () => {
    await using rig = makeRig();
    using hand = claimed(rig, 1, output);
    assert.equal(rig.isHigh(1), true);
    for (const level of [false, true, true]) {
      assert.equal(hand.claim.set(level), true);
      assert.deepEqual([rig.isHigh(1), hand.claim.get()], [level, level]);
    }
    assert.equal(rig.kernel.lines(chipOf(rig))?.[1]?.isOutput, true);
  });

  test(`${name}: leaves a line as it is until its first level, and makes an output of it then`, async () => {
    await using rig = makeRig();
    rig.drive(1, true);
    using hand = claimed(rig, 1, { direction: "as-is", activeLow: false, pull: undefined, drive: "push-pull" });
    assert.deepEqual([rig.isHigh(1), rig.kernel.lines(chipOf(rig))?.[1]?.isOutput], [true, false]);
    assert.equal(hand.claim.set(false), true);
    assert.deepEqual([rig.isHigh(1), rig.kernel.lines(chipOf(rig))?.[1]?.isOutput], [false, true]);
    assert.equal(hand.claim.set(true), true);
    assert.equal(rig.isHigh(1), true);
  });

  test(`${name}: refuses a line that somebody has, and names who it can`, async () => {
    await using rig = makeRig();
    {
      using _theirs = rig.occupy(1, "pump-daemon");
      const refused = rig.kernel.claim(chipOf(rig), 1, output);
      assert.ok("fault" in refused);
      assert.equal(refused.fault, "line-busy");
      const [said, consumer] = rig.isSysfs
        ? [/is used by the kernel or another program/, ""]
        : [/is used by "pump-daemon"/, "pump-daemon"];
      assert.match(refused.detail, /line 1 of /);
      assert.match(refused.detail, said);
      assert.equal(rig.kernel.lines(chipOf(rig))?.[1]?.consumer, consumer);
    }
    using _ours = claimed(rig, 1, input);
    assert.equal(rig.kernel.lines(chipOf(rig))?.[1]?.consumer, "roomwire");
    const again = rig.kernel.claim(chipOf(rig), 1, input);
    assert.ok("fault" in again && /"roomwire"/.test(again.detail));
  });

  test(`${name}: lets a line go within the call, also one whose edges are told`, async () => {
    await using rig = makeRig();
    for (let round = 0; round < 20; round++) {
      using hand = claimed(rig, 1, round % 2 === 0 ? input : output);
      assert.notEqual(hand.claim.get(), undefined);
    }
  });

  test(`${name}: says that a chip is gone`, async () => {
    await using rig = makeRig();
    const chip = chipOf(rig);
    using hand = claimed(rig, 1, output);
    rig.unplug();
    assert.deepEqual([hand.claim.get(), hand.claim.set(false)], [undefined, false]);
    const refused = rig.kernel.claim(chip, 2, output);
    assert.ok("fault" in refused && refused.fault === "connection-down");
    assert.equal(rig.kernel.lines(chip), undefined);
    assert.ok(!rig.kernel.look().chips.some(({ label }) => label === rig.label));
  });
}

interface Hand extends Disposable {
  readonly claim: GpioClaim;
  readonly events: readonly GpioEvent[];
}

function chipOf({ kernel, label }: GpioChipRig): GpioChip {
  const chip = kernel.look().chips.find((candidate) => candidate.label === label);
  assert.ok(chip, `no chip ${label}`);
  return chip;
}

function claimed(rig: GpioChipRig, offset: number, config: GpioLineConfig): Hand {
  const events: GpioEvent[] = [];
  const take = { events: (more: readonly GpioEvent[]) => void events.push(...more), gone: () => undefined };
  const claim = rig.kernel.claim(chipOf(rig), offset, config, take);
  assert.ok(!("fault" in claim), "fault" in claim ? claim.detail : "");
  return { claim, events, [Symbol.dispose]: () => claim[Symbol.dispose]() };
}
