import type { Clock } from "../../src/core/clock.ts";
import type { Machine } from "../../src/core/machine.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { linesOf } from "../../src/machine/simulated-lines.ts";

/** Simulated hardware that remembers every single write, also one that changes no level. */
export interface RecordingMachine extends Machine {
  /** `line=level`, in order, while `isCounting`. */
  readonly writes: readonly string[];
  level(line: string): string | undefined;
  /** Off while the agent starts and stops, when outputs are made safe. */
  isCounting: boolean;
  /** Writes hang until disposed. */
  hang(): Disposable;
}

export function recordingMachine(clock: Pick<Clock, "now">): RecordingMachine {
  const hardware = simulatedHardware(clock);
  const writes: string[] = [];
  let ready = Promise.resolve();
  const machine: RecordingMachine = {
    writes,
    isCounting: false,
    level: (line) => hardware.read(line),
    openMqttBroker: () => {
      throw new Error("there is no broker");
    },
    openSerialPort: () => {
      throw new Error("there is no serial port");
    },
    openModbusBus: () => {
      throw new Error("there is no Modbus");
    },
    openGpioLines: () => {
      throw new Error("there is no GPIO chip");
    },
    openKernelFiles: () => {
      throw new Error("there are no files of a kernel");
    },
    openPwmChips: () => {
      throw new Error("there is no PWM chip");
    },
    openSimulatedLines: (_socket, events) => {
      const lines = linesOf(hardware, events);
      return {
        isUp: true,
        write: async (line, level, signal) => {
          await ready;
          if (machine.isCounting) writes.push(`${line}=${level}`);
          await lines.write(line, level, signal);
        },
        watch: (line, take) => lines.watch(line, take),
        ask: (line) => lines.ask(line),
        [Symbol.asyncDispose]: () => lines[Symbol.asyncDispose](),
      };
    },
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>();
      ready = promise;
      return { [Symbol.dispose]: resolve };
    },
  };
  return machine;
}
