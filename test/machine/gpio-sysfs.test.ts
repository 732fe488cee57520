import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { GpioClaim, GpioKernel, GpioRefusal } from "../../src/machine/gpio-kernel.ts";
import { gpioSysfs } from "../../src/machine/gpio-sysfs.ts";
import type { GpioLineConfig } from "../../src/machine/gpio-uapi.ts";
import { keptExports } from "../../src/machine/kept-exports.ts";
import { gpioChipContract } from "../contract/gpio-chip.ts";
import { fakeGpioSysfs } from "../fakes/fake-gpio-sysfs.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

gpioChipContract("a chip in sysfs", () => {
  const directory = temporaryDirectory();
  const sysfs = fakeGpioSysfs(directory.path, "box");
  const kernel = gpioSysfs({ ...sysfs, kept: keptExports(undefined, "boot") });
  return {
    kernel,
    label: "box",
    isSysfs: true,
    drive: sysfs.drive,
    isHigh: sysfs.isHigh,
    occupy: sysfs.occupy,
    unplug: sysfs.unplug,
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
});

const input: GpioLineConfig = { direction: "input", activeLow: false, pull: undefined, edges: true };
const safe: GpioLineConfig = { direction: "output", activeLow: true, pull: undefined, level: false };

function bench(boot = "boot") {
  const directory = temporaryDirectory();
  const sysfs = fakeGpioSysfs(join(directory.path, "gpio"), "box");
  const notes = join(directory.path, "gpio-exports.json");
  return {
    sysfs,
    notes,
    /** As another run has it. */
    run: (of = boot) => gpioSysfs({ ...sysfs, kept: keptExports(notes, of) }),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

function claim(kernel: GpioKernel, offset: number, config: GpioLineConfig): GpioClaim | GpioRefusal {
  const chip = kernel.look().chips[0];
  assert.ok(chip);
  return kernel.claim(chip, offset, config, { events: () => undefined, gone: () => undefined });
}

function taken(kernel: GpioKernel, offset: number, config: GpioLineConfig): GpioClaim {
  const got = claim(kernel, offset, config);
  assert.ok(!("fault" in got), "fault" in got ? got.detail : "");
  return got;
}

function refused(kernel: GpioKernel, offset: number, config: GpioLineConfig): GpioRefusal {
  const got = claim(kernel, offset, config);
  assert.ok("fault" in got);
  return got;
}

test("an output sees no level but its own, and is let go as it is", () => {
  using parts = bench();
  const kernel = parts.run();
  {
    using pump = taken(kernel, 2, safe);
    pump.set(true);
    pump.set(false);
  }
  assert.deepEqual(parts.sysfs.written(2), [true, false, true]);
  assert.ok(!existsSync(join(parts.sysfs.root, "gpio522")), "exported still");
  assert.ok(!existsSync(parts.notes));
});

test("a line that a killed run left is taken by the next one, also as another thing, and without a glitch", () => {
  using parts = bench();
  taken(parts.run(), 1, input);
  taken(parts.run(), 2, safe).set(true);
  for (const offset of [1, 2]) {
    assert.match(refused(parts.run(), offset, safe).detail, /used by "roomwire"/, "while it lives");
  }
  parts.sysfs.kill();
  assert.equal(parts.sysfs.isHigh(2), false, "the pump runs on");
  assert.match(refused(parts.run("another boot"), 2, safe).detail, /used by whoever exported it/);
  {
    using _contact = taken(parts.run(), 1, safe);
    using _pump = taken(parts.run(), 2, safe);
    assert.deepEqual([parts.sysfs.written(1), parts.sysfs.written(2)], [[true], [true, false, true]]);
  }
  assert.ok(!existsSync(join(parts.sysfs.root, "gpio522")), "exported still");
});

test("what another program exported is not ours", () => {
  using parts = bench();
  parts.sysfs.files.write(join(parts.sysfs.root, "export"), "521");
  assert.match(refused(parts.run(), 1, safe).detail, /used by whoever exported it in \/sys\/class\/gpio/);
  assert.equal(parts.run().lines(parts.run().look().chips[0] ?? assert.fail())?.[1]?.consumer, "sysfs");
  assert.deepEqual(parts.sysfs.written(1), []);
});

const cannot: readonly (readonly [what: string, config: GpioLineConfig, said: RegExp])[] = [
  ["a debounce", { ...input, debounce: 20_000 }, /has no `debounce` .*say `debounce: 0s`/],
  ["an open drain", { ...safe, drive: "open-drain" }, /cannot be open-drain .*wire a transistor/],
  ["a pull of an output", { ...safe, pull: "none" }, /has no `pull`/],
];

for (const [what, config, said] of cannot) {
  test(`${what} is refused, with what to do instead`, () => {
    using parts = bench();
    const { fault, detail } = refused(parts.run(), 1, config);
    assert.deepEqual([fault, said.test(detail)], ["line-refused", true], detail);
  });
}

test("a read-only /sys is said with its remedy", () => {
  using parts = bench();
  parts.sysfs.fail("EROFS");
  const { fault, detail } = refused(parts.run(), 1, safe);
  assert.equal(fault, "line-refused");
  assert.match(detail, /ProtectKernelTunables=no in a drop-in/);
});

test("files that udev has not given to the group yet are waited for, and let go where it never does", () => {
  using parts = bench();
  parts.sysfs.rooted(3);
  using _soon = taken(parts.run(), 1, safe);
  parts.sysfs.rooted(1000);
  const { fault, detail } = refused(parts.run(), 2, safe);
  assert.equal(fault, "connection-down");
  assert.match(detail, /a udev rule must say so/);
  assert.ok(!existsSync(join(parts.sysfs.root, "gpio522")));
});

test("a chip without interrupts reads levels and tells no edges", () => {
  using parts = bench();
  const { files } = parts.sysfs;
  const deaf = { ...files, read: (path: string) => (path.endsWith("/edge") ? undefined : files.read(path)) };
  const kernel = gpioSysfs({ ...parts.sysfs, files: deaf, kept: keptExports(undefined, "boot") });
  assert.match(refused(kernel, 1, input).detail, /cannot tell its edges/);
  using _level = taken(kernel, 1, { ...input, edges: false });
});
