import type { BusEvents } from "../../../src/core/bus-events.ts";
import { type AffordancePath, affordancePath, asThingId } from "../../../src/core/ids.ts";
import type { Machine } from "../../../src/core/machine.ts";
import type { Sample } from "../../../src/core/sample.ts";
import { WriteFailure } from "../../../src/core/write-failure.ts";
import { serialValue } from "../../../src/drivers/serial-value.ts";
import { wireText } from "../../../src/drivers/wire-text.ts";
import { HandClock } from "../../fakes/hand-clock.ts";

/** The path of a property of this name. */
export const pathOf = (name: string): AffordancePath => affordancePath(asThingId("thing"), name);

/** The driver over a port whose bytes and whose fate are in the test's hand; it is up. */
export async function handLine(settings: Record<string, unknown> = {}) {
  const clock = new HandClock();
  const samples: Sample[] = [];
  const sent: string[] = [];
  const port = {
    isUp: true,
    isStuck: false,
    push: (_chunk: Uint8Array): void => {},
    events: { up: () => {}, down: () => {} } as BusEvents,
  };
  const openSerialPort: Machine["openSerialPort"] = (_settings, take, events) => {
    port.push = take;
    port.events = events;
    return {
      get isUp() {
        return port.isUp;
      },
      write(bytes, signal) {
        if (!port.isUp) return Promise.reject(new WriteFailure("connection-down", "unplugged"));
        sent.push(Buffer.from(bytes).toString("latin1"));
        if (!port.isStuck) return Promise.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      [Symbol.asyncDispose]: async () => {},
    };
  };
  const connection = serialValue.open(
    { path: "/dev/ttyUSB0", baud_rate: 9600, ...settings },
    {
      name: "meter",
      machine: { openSerialPort } as Machine,
      clock,
      readSecret: () => "",
      emit: (sample) => void samples.push(sample),
    },
  );
  port.events.up();
  await clock.advance(1000);
  return {
    clock,
    connection,
    /** What was sent since it was last asked for. */
    sent: () => sent.splice(0),
    /** Values, and faults of what has none, since they were last asked for: `name=value`. */
    told: () =>
      samples.splice(0).map((sample) => {
        return `${sample.path.split("/")[1]}=${sample.kind === "value" ? wireText(sample.wire) : sample.fault}`;
      }),
    samples,
    listen: (name: string, from: Record<string, unknown> = {}) =>
      connection.listen({ path: pathOf(name), type: "string", settings: from }),
    write: (to: Record<string, unknown>, wire: string | boolean, signal = new AbortController().signal) =>
      connection.output(to, pathOf("output")).write(wire, signal),
    push: (bytes: string | Uint8Array) => port.push(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes),
    unplug() {
      port.isUp = false;
      port.events.down("unplugged");
    },
    async plugIn() {
      port.isUp = true;
      port.events.up();
      await clock.advance(100);
    },
    takeNothing() {
      port.isStuck = true;
    },
  };
}
