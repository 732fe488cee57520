import { gpioChipContract } from "../contract/gpio-chip.ts";
import { fakeGpio } from "../fakes/fake-gpio.ts";

gpioChipContract("a chip in memory", () => {
  const kernel = fakeGpio({ decoy: ["first"], box: ["first", "", "", ""] });
  const chip = kernel.chip("box");
  return {
    kernel,
    label: "box",
    drive: chip.drive,
    isHigh: chip.level,
    occupy: chip.occupy,
    unplug: chip.unplug,
    [Symbol.asyncDispose]: () => kernel[Symbol.asyncDispose](),
  };
});
