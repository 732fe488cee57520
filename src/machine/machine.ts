import type { Clock } from "../core/clock.ts";
import type { Machine } from "../core/machine.ts";
import { GpioHub } from "./gpio-hub.ts";
import { type GpioWays, gpioWays } from "./gpio-ways.ts";
import { openModbusBus } from "./modbus-bus.ts";
import { openMqttBroker } from "./mqtt-broker.ts";
import { openGpioLines } from "./open-gpio-lines.ts";
import { openKernelFiles } from "./open-kernel-files.ts";
import { pwmChips } from "./pwm-chips.ts";
import { openSerialPort } from "./serial-ports.ts";
import { openSimulatedLines } from "./simulated-lines.ts";

/** The real ways to hardware. Each loads its library when it is first used. `root`: where /sys and /proc are. */
export function machine(clock: Clock, gpio: GpioWays = gpioWays(), root = "/"): Machine {
  const hub = new GpioHub(() => gpio());
  const sysfsHub = new GpioHub(() => gpio("sysfs"));
  const kernel = openKernelFiles(clock, root);
  return {
    openMqttBroker: (settings, events) => openMqttBroker(settings, events, clock),
    openSerialPort: (settings, take, events) => openSerialPort(settings, take, events, clock),
    openModbusBus: (settings, events) => openModbusBus(settings, events, clock),
    openGpioLines: (chip, via) => openGpioLines(via === "sysfs" ? sysfsHub : hub, chip, clock),
    openKernelFiles: kernel,
    openPwmChips: () => pwmChips(clock),
    openSimulatedLines: (socketPath, events) => openSimulatedLines(socketPath, events, clock),
  };
}
