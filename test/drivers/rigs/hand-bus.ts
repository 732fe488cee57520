import type { BusEvents } from "../../../src/core/bus-events.ts";
import type { Machine } from "../../../src/core/machine.ts";
import type { ModbusAnswer, ModbusRequest } from "../../../src/core/modbus-bus.ts";
import type { Sample } from "../../../src/core/sample.ts";
import { WriteFailure } from "../../../src/core/write-failure.ts";
import { modbusRegister } from "../../../src/drivers/modbus-register.ts";
import { wireText } from "../../../src/drivers/wire-text.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { pathOf } from "./hand-line.ts";

/** What a station makes of a request: its answer, and how many ms it takes; undefined: it says nothing. */
export type HandStation = (
  request: ModbusRequest,
) => { readonly answer: ModbusAnswer; readonly after?: number } | undefined;

/** Registers and bits by their number; what is not there is refused. */
export function holding(values: Readonly<Record<number, number>>): HandStation & { values: Record<number, number> } {
  const held = { ...values };
  return Object.assign(
    (request: ModbusRequest) => {
      if (request.kind !== "read") {
        const written = request.kind === "write-coil" ? [request.bit] : valuesOf(request);
        for (const [at, value] of written.entries()) held[request.address + at] = value;
        return { answer: { kind: "data", data: [] } as const };
      }
      const data = Array.from({ length: request.count }, (_, at) => held[request.address + at]);
      const isWhole = data.every((value) => value !== undefined);
      return { answer: isWhole ? ({ kind: "data", data } as const) : ({ kind: "exception", code: 2 } as const) };
    },
    { values: held },
  );
}

function valuesOf(request: ModbusRequest): readonly number[] {
  if (request.kind === "write-register") return [request.register];
  return request.kind === "write-registers" ? request.registers : [];
}

/** What is asked, in a word: `1 holding 0+2`, `1 holding 5=7`, `1 coil 5=1`. */
function say(request: ModbusRequest): string {
  const { unit, address } = request;
  if (request.kind === "read") return `${unit} ${request.table} ${address}+${request.count}`;
  if (request.kind === "write-coil") return `${unit} coil ${address}=${request.bit}`;
  return `${unit} holding ${address}=${valuesOf(request).join(" ")}${request.kind === "write-registers" ? " (16)" : ""}`;
}

/** The driver over a bus whose stations and whose fate are in the test's hand; it is up. */
export async function handBus(
  stations: Readonly<Record<number, HandStation>>,
  settings: Record<string, unknown> = { url: "tcp://10.0.0.2" },
) {
  const clock = new HandClock();
  const samples: Sample[] = [];
  const asked: string[] = [];
  const bus = {
    isUp: true,
    isAsked: false,
    events: { up: () => {}, down: () => {} } as BusEvents,
    lose: (_reason: string): void => {},
  };
  const openModbusBus: Machine["openModbusBus"] = (_settings, events) => {
    bus.events = events;
    return {
      get isUp() {
        return bus.isUp;
      },
      async ask(request, within) {
        if (!bus.isUp) throw new WriteFailure("connection-down", "the cable is cut");
        if (bus.isAsked) throw new Error("two questions at once");
        bus.isAsked = true;
        asked.push(say(request));
        const found = stations[request.unit]?.(request);
        const { promise, resolve, reject } = Promise.withResolvers<ModbusAnswer>();
        bus.lose = (reason) => reject(new WriteFailure("unconfirmed", reason));
        const { answer, after = 0 } = found ?? { answer: { kind: "silence" } as const, after: within };
        using _timer = clock.after(Math.min(after, within), () => {
          resolve(after > within ? { kind: "silence" } : answer);
        });
        try {
          return await promise;
        } finally {
          bus.isAsked = false;
        }
      },
      [Symbol.asyncDispose]: async () => {},
    };
  };
  const connection = modbusRegister.open(settings, {
    name: "bus",
    machine: { openModbusBus } as Machine,
    clock,
    readSecret: () => "",
    emit: (sample) => void samples.push(sample),
  });
  bus.events.up();
  return {
    clock,
    connection,
    samples,
    /** What was asked since this was last looked at. */
    asked: () => asked.splice(0),
    /** Values, and faults of what has none, since they were last looked at: `name=value`. */
    told: () =>
      samples.splice(0).map((sample) => {
        const name = sample.path.split("/")[1];
        return `${name}=${sample.kind === "value" ? wireText(sample.wire) : `${sample.quality} ${sample.fault}`}`;
      }),
    listen: (name: string, from: Record<string, unknown>) =>
      connection.listen({ path: pathOf(name), type: "number", settings: from }),
    write: (
      to: Record<string, unknown>,
      wire: Parameters<ReturnType<typeof connection.output>["write"]>[0],
      signal = never,
    ) => connection.output(to, pathOf("output")).write(wire, signal),
    cut() {
      bus.isUp = false;
      bus.events.down("the cable is cut");
      bus.lose("the cable is cut");
    },
    mend() {
      bus.isUp = true;
      bus.events.up();
    },
  };
}

const never = new AbortController().signal;
