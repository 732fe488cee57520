import { machine } from "../../../src/machine/machine.ts";
import type { DriverRig } from "../../contract/driver-rig.ts";
import { fakeBuffer, fakeGpio } from "../../fakes/fake-gpio.ts";
import { levelWords } from "./level-words.ts";

/** Two lines of a chip in memory: what is said is a level, and garbage is more edges than the kernel keeps. */
export async function gpioRig(): Promise<DriverRig> {
  const kernel = fakeGpio({ decoy: ["GPIO17"], box: ["in", "out"] });
  const chip = kernel.chip("box");
  return {
    connection: { chip: "box" },
    from: { line: "in" },
    to: { line: "out" },
    words: levelWords,
    machine: (clock) => machine(clock, () => kernel),
    say: (text) => chip.drive(0, text === "true"),
    sayGarbage() {
      using _ = chip.pause();
      for (let edge = 0; edge <= fakeBuffer; edge++) chip.drive(0, edge % 2 === 0);
    },
    lose: async () => chip.unplug(),
    restore: async () => chip.plug(),
    received: () => chip.written(1).map(String),
    async [Symbol.asyncDispose]() {},
  };
}
