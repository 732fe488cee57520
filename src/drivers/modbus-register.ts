import type { BusEvents } from "../core/bus-events.ts";
import type { ModbusBus, ModbusSettings } from "../core/modbus-bus.ts";
import { type ConnectionContext, defineDriver, type OpenConnection } from "./define-driver.ts";
import { lossReport } from "./loss-report.ts";
import { milliseconds } from "./milliseconds.ts";
import { modbusObjections } from "./modbus-objections.ts";
import { modbusOutput } from "./modbus-output.ts";
import { ModbusPolls } from "./modbus-polls.ts";
import {
  type ModbusConnection,
  type ModbusFrom,
  type ModbusTo,
  modbusSchemas,
  mostByDefault,
} from "./modbus-schemas.ts";
import { ModbusTurns } from "./modbus-turns.ts";
import { parseModbusUrl } from "./modbus-url.ts";
import { readRegisters, registerPlace } from "./register-place.ts";

const timeoutByDefault = 1000;
const pollByDefault = 30_000;
const gapByDefault = 8;

/** Registers and coils of Modbus stations, asked for and written. */
export const modbusRegister = defineDriver({
  type: "modbus",
  as: "register",
  ...modbusSchemas,
  objections: modbusObjections,
  open: openBus,
});

function openBus(settings: ModbusConnection, context: ConnectionContext): OpenConnection<ModbusFrom, ModbusTo> {
  const { clock, emit } = context;
  const way = waySettings(settings);
  const timeout = milliseconds(settings.timeout, timeoutByDefault);
  const loss = lossReport(context);
  const turns = new ModbusTurns({
    bus: () => bus,
    clock,
    timeout,
    pause: milliseconds(settings.pause, way.over === "tcp" ? 0 : restOnLine(settings.baud_rate)),
    // Over Modbus TCP each answer bears the number of its question.
    quiet: way.over === "tcp" ? 0 : timeout,
  });
  const { gap = gapByDefault, most = mostByDefault } = settings;
  const polls = new ModbusPolls({ clock, emit, turns, isUp: () => bus.isUp, limits: { gap, most } });
  const events: BusEvents = {
    up() {
      loss.up();
      polls.up();
    },
    down(reason, fault) {
      loss.down(reason, fault);
      turns.lost(reason);
    },
  };
  const bus: ModbusBus = context.machine.openModbusBus(way, events);
  return {
    get isUp() {
      return bus.isUp;
    },
    listen({ path, settings: from }) {
      const listening = new DisposableStack();
      const place = registerPlace(from);
      const every = milliseconds(from.poll, pollByDefault);
      listening.use(loss.watch(path));
      listening.use(polls.add({ path, unit: from.unit ?? 1, place, every, read: readRegisters(from, place) }));
      return listening;
    },
    output(to) {
      const output = modbusOutput(to, turns);
      return {
        async write(wire, signal) {
          await output.write(wire, signal);
          polls.wrote(to.unit ?? 1, registerPlace(to));
        },
      };
    },
    refresh: (path) => polls.refresh(path),
    async [Symbol.asyncDispose]() {
      polls[Symbol.dispose]();
      await bus[Symbol.asyncDispose]();
      turns[Symbol.dispose]();
    },
  };
}

/** Characters that the line must be silent between frames, and never less ms (MODBUS over Serial Line V1.02, 2.5.1.1). */
const silentCharacters = 3.5;
const leastSilence = 2;
const bitsOfCharacter = 11;

function restOnLine(baudRate = 9600): number {
  return Math.max(leastSilence, Math.ceil((silentCharacters * bitsOfCharacter * 1000) / baudRate));
}

/** Checked by the objections. */
function waySettings(settings: ModbusConnection): ModbusSettings {
  const { url, path = "", usb, direction, direction_inverted, baud_rate = 9600 } = settings;
  const overNetwork = url === undefined ? undefined : parseModbusUrl(url);
  if (overNetwork !== undefined) return overNetwork;
  return {
    over: "line",
    port: usb === undefined ? { path } : { usb },
    baudRate: baud_rate,
    dataBits: 8,
    stopBits: settings.stop_bits ?? 1,
    parity: settings.parity ?? "none",
    rtsToSend: direction === undefined ? undefined : direction_inverted !== true,
  };
}
