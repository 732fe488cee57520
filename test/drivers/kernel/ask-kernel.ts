import { formatDecimal } from "../../../src/core/decimal.ts";
import { isDecimal } from "../../../src/core/value.ts";
import type { AskKernel, KernelSource } from "../../../src/drivers/kernel/kernel-source.ts";
import { kernelQuestions } from "../../../src/drivers/kernel/open-kernel.ts";
import { openKernelFiles } from "../../../src/machine/open-kernel-files.ts";
import type { FakeSysfs } from "../../fakes/fake-sysfs.ts";
import { HandClock } from "../../fakes/hand-clock.ts";

/** The questions of a driver to the files of a test. */
export function askKernel({ root }: Pick<FakeSysfs, "root">, clock: HandClock = new HandClock()): AskKernel {
  return kernelQuestions(openKernelFiles(clock, root)(), {}, clock);
}

/** `21.500`, or `fault not-measured: …`. */
export async function answerOf(source: KernelSource, ask: AskKernel): Promise<string> {
  const found = await source(ask);
  if (found.kind === "nothing") return "nothing";
  if (found.kind === "absent") return `${found.quality} ${found.fault}: ${found.detail}`;
  return isDecimal(found.wire) ? formatDecimal(found.wire) : String(found.wire);
}
