import type { BusEvents } from "./bus-events.ts";
import type { GpioLines } from "./gpio-lines.ts";
import type { KernelFiles } from "./kernel-files.ts";
import type { ModbusBus, ModbusSettings } from "./modbus-bus.ts";
import type { MqttBroker, MqttSettings } from "./mqtt-broker.ts";
import type { PwmChips } from "./pwm-chips.ts";
import type { SerialPort, SerialSettings } from "./serial-port.ts";
import type { SimulatedLines } from "./simulated-lines.ts";

/** The ways to hardware a driver may open; a test hands in others. */
export interface Machine {
  openMqttBroker(settings: MqttSettings, events: BusEvents): MqttBroker;
  openSerialPort(settings: SerialSettings, take: (chunk: Uint8Array) => void, events: BusEvents): SerialPort;
  openModbusBus(settings: ModbusSettings, events: BusEvents): ModbusBus;
  /** `chip`: the label of one; undefined: the header for numbers, any chip for names. */
  /** `via`: by /sys/class/gpio; else by the character device where there is one. */
  openGpioLines(chip: string | undefined, via?: "sysfs"): GpioLines;
  openPwmChips(): PwmChips;
  /** What the kernel shows as files: sensors that have drivers there, and the machine itself. */
  openKernelFiles(): KernelFiles;
  /** Without a socket path the lines live in this process. */
  openSimulatedLines(socketPath: string | undefined, events: BusEvents): SimulatedLines;
}
