import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";

/** Has the pump until it is killed, and on. */
const lines = machine(systemClock("trusted")).openGpioLines(process.argv[2]);
const pump = lines.drive({
  line: { name: "PUMP" },
  activeLow: true,
  drive: "push-pull",
  pull: undefined,
  initial: false,
});
pump.write(true);
console.log("on");
setInterval(() => undefined, 1000);
