import { gpioLevel } from "../../src/drivers/gpio-level.ts";
import { gpioLines } from "../../src/machine/gpio-lines.ts";
import { driverContract } from "../contract/driver.ts";
import { gpioChipContract } from "../contract/gpio-chip.ts";
import { levelWords } from "../drivers/rigs/level-words.ts";
import { fakeBuffer } from "../fakes/fake-gpio.ts";
import { lineTrace } from "./line-trace.ts";
import { makeSimChip } from "./sim-chip.ts";
import { simChipRig } from "./sim-chip-rig.ts";

gpioChipContract("the kernel's chip", () => simChipRig("contract", gpioLines()));

driverContract("lines of the kernel's chip", gpioLevel, async () => {
  const chip = makeSimChip("rig", ["in", "out"]);
  const trace = lineTrace(chip.label, 1);
  return {
    connection: { chip: chip.label },
    from: { line: "in" },
    to: { line: "out" },
    words: levelWords,
    say: (text) => chip.drive(0, text === "true"),
    /** Within one turn, so that nobody takes them: the kernel holds 1024. */
    sayGarbage() {
      for (let edge = 0; edge <= 4 * fakeBuffer; edge++) chip.drive(0, edge % 2 === 0);
    },
    lose: async () => chip.unplug(),
    restore: async () => chip.plug(),
    received: () => trace.levels().map(String),
    async [Symbol.asyncDispose]() {
      trace[Symbol.dispose]();
      chip[Symbol.dispose]();
    },
  };
});
