import type { GpioKernel } from "../../src/machine/gpio-kernel.ts";
import type { GpioChipRig } from "../contract/gpio-chip.ts";
import { occupyLine } from "./other-program.ts";
import { makeSimChip } from "./sim-chip.ts";

/** A chip of gpio-sim for the contract, behind one of the ways to the kernel. */
export function simChipRig(name: string, kernel: GpioKernel): GpioChipRig {
  const chip = makeSimChip(name, ["first", "", "", ""]);
  return {
    kernel,
    label: chip.label,
    drive: chip.drive,
    isHigh: chip.isHigh,
    occupy: (offset, consumer) => occupyLine(chip.label, offset, consumer),
    unplug: chip.unplug,
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      chip[Symbol.dispose]();
    },
  };
}
