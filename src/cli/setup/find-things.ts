import type { Clock } from "../../core/clock.ts";
import type { Machine } from "../../core/machine.ts";
import { findAtBroker } from "./find-at-broker.ts";
import { findSensors } from "./find-sensors.ts";
import type { FoundHardware, FoundThings } from "./found-hardware.ts";

export interface FindThingsParts {
  readonly machine: Pick<Machine, "openKernelFiles" | "openMqttBroker">;
  readonly clock: Clock;
  /** Serial ports by the names that stay. */
  readonly ports: readonly { readonly path: string }[];
  /** URL of the broker that this machine may have. */
  readonly broker: string;
}

/**
 * What is there to be configured, as `roomwire discover` finds it: the kernel's sensors, what says at a broker of this machine what it is, and
 * serial ports. All of it is only read. Without any there is something to try it out with. A few seconds where there is a broker.
 */
export async function findThings(parts: FindThingsParts): Promise<FoundThings> {
  const [sensors, broker] = await Promise.all([findSensors(parts.machine), findAtBroker(parts.broker, parts)]);
  const found = [sensors, broker].filter((one) => one !== undefined);
  const isAnything = found.some(({ hasThings }) => hasThings);
  const all = [...found, ...parts.ports.map(portHint), ...(isAnything ? [] : [simulated])];
  const things = all.map((one) => one.things).join("");
  return {
    what: all.map(({ what }) => what),
    connections: all.map(({ connections }) => connections).join(""),
    things: things === "" ? "  {}\n" : things,
  };
}

/** What talks there nobody can see from outside: opening one resets some boards. */
function portHint({ path }: { readonly path: string }): FoundHardware {
  const line = `  # line: { type: serial, path: ${JSON.stringify(path)}, baud_rate: 9600 }   # docs/serial.md, docs/modbus.md\n`;
  return {
    what: `${path} is a serial port: say in the configuration what talks there.`,
    connections: line,
    things: "",
    hasThings: false,
  };
}

const simulated: FoundHardware = {
  what: 'No hardware is configured yet: the Thing "Trial" is made up, so that there is something to see and to switch.',
  hasThings: true,
  connections: `  trial: { type: simulated }   # made-up signals, and lines inside the agent; see docs/config.md for real ones
`,
  things: `  trial:
    title: Trial
    properties:
      temperature:
        type: number
        unit: Cel
        decimals: 1
        from: { connection: trial, wave: sine, low: 18, high: 24, period: 5m, every: 5s }
        report: { change: 0.1, at_most_every: 10s }
      lamp:
        type: boolean
        from: { connection: trial, line: lamp }
        to: { connection: trial, line: lamp, safe_value: false }   # off at start, stop and crash
        limits: { max_on: 10m }                                    # off again after so long at the latest
`,
};
