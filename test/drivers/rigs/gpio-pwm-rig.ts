import type { PwmChips } from "../../../src/core/pwm-chips.ts";
import { machine } from "../../../src/machine/machine.ts";
import { pwmChips } from "../../../src/machine/pwm-chips.ts";
import type { DriverRig } from "../../contract/driver-rig.ts";
import { fakePwm } from "../../fakes/fake-pwm.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

/** ns of a thousandth of the default period. */
const nanosecondsInPercent = 10_000;

/** One channel of a chip in a sysfs tree of the test's own; what reaches it are duties. */
export async function gpioPwmRig(): Promise<DriverRig> {
  const directory = temporaryDirectory();
  const sysfs = fakePwm(directory.path);
  sysfs.plug(0, "fe20c000.pwm");
  return {
    connection: {},
    to: { channel: 0 },
    words: {
      said: ["", "", "", "", ""],
      heard: (text) => text,
      written: [
        [{ coefficient: 2150n, scale: 2 }, "21.5"],
        [true, undefined],
        ["ON", undefined],
        ["100", "100"],
      ],
      late: "50",
      fresh: "25",
    },
    machine: (clock) => ({
      ...machine(clock),
      openPwmChips: (): PwmChips => pwmChips(clock, sysfs.root, sysfs.write),
    }),
    say: () => undefined,
    sayGarbage: () => undefined,
    lose: async () => sysfs.unplug(0),
    restore: async () => sysfs.plug(3, "fe20c000.pwm"),
    received: () =>
      sysfs.written.flatMap((line) => {
        const duty = /duty_cycle (\d+)$/.exec(line)?.[1];
        return duty === undefined ? [] : [String(Number(duty) / nanosecondsInPercent)];
      }),
    async [Symbol.asyncDispose]() {
      directory[Symbol.dispose]();
    },
  };
}
