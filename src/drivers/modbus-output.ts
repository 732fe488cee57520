import { type Decimal, parseDecimal, roundTo } from "../core/decimal.ts";
import type { ModbusAnswer, ModbusRequest } from "../core/modbus-bus.ts";
import { isDecimal, type Wire } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import type { Output } from "./define-driver.ts";
import type { ModbusTo } from "./modbus-schemas.ts";
import type { AskStation, ModbusTurns } from "./modbus-turns.ts";
import { bitPlace, powerOf, type RegisterPlace, registerPlace, timesPower, writeRegisters } from "./register-place.ts";
import { isUncertain, sayException } from "./say-exception.ts";
import { wireText } from "./wire-text.ts";

/** One output at a station. All that belongs to a write happens in one turn, so that nobody writes in between. */
export function modbusOutput(to: ModbusTo, turns: ModbusTurns): Output {
  const place = registerPlace(to);
  const unit = to.unit ?? 1;
  return {
    async write(wire, signal) {
      const run = async (ask: AskStation): Promise<void> => {
        const station = stationOf(ask, unit);
        const { request, mask } = await telegramOf(to, place, wire, station);
        await station.write(request);
        if (to.verify === true) await verify(request, mask, place, station);
      };
      await turns.run({ unit, isWrite: true, run }, signal);
    },
  };
}

type WriteRequest = Exclude<ModbusRequest, { readonly kind: "read" }>;

interface Station {
  readonly unit: number;
  /** Before anything was written: what fails here is certainly not done. */
  read(table: RegisterPlace["table"], address: number): Promise<number>;
  write(request: WriteRequest): Promise<void>;
  readBack(table: RegisterPlace["table"], address: number, count: number): Promise<readonly number[]>;
}

/** The telegram for a value, and of a register that is shared the bits that are ours. */
interface Telegram {
  readonly request: WriteRequest;
  readonly mask: number;
}

const allBits = 0xffff;

async function telegramOf(to: ModbusTo, place: RegisterPlace, wire: Wire, station: Station): Promise<Telegram> {
  const { unit } = station;
  const { address, table, bit, scaleAt } = place;
  if (table === "coil") return { request: { kind: "write-coil", unit, address, bit: isOn(wire) ? 1 : 0 }, mask: 1 };
  if (bit !== undefined) {
    const at = bitPlace(place, bit);
    const isSet = isOn(wire);
    const before = await station.read(table, at.address);
    const register = isSet ? before | at.mask : before & ~at.mask;
    return { request: requestFor(to, unit, at.address, [register]), mask: at.mask };
  }
  const number = numberOf(wire);
  const scaled = scaleAt === undefined ? number : byPower(place, number, powerOf(await station.read(table, scaleAt)));
  const registers = scaled && writeRegisters(place, scaled);
  if (registers !== undefined) return { request: requestFor(to, unit, address, registers), mask: allBits };
  const form = place.form.slice(0, -2);
  throw new WriteFailure("driver-failed", `${JSON.stringify(wireText(wire))} is not a number with room in ${form}`);
}

/** What is to be written so that it is the number by that power of ten, rounded to what the station can hold. */
function byPower(place: RegisterPlace, number: Decimal | undefined, power: number): Decimal | undefined {
  const scaled = number && timesPower(number, -power);
  return scaled === undefined || place.form.startsWith("f") ? scaled : roundTo(scaled, 0);
}

function requestFor(to: ModbusTo, unit: number, address: number, registers: readonly number[]): WriteRequest {
  const [register = 0, second] = registers;
  if (second === undefined && to.multiple !== true) return { kind: "write-register", unit, address, register };
  return { kind: "write-registers", unit, address, registers };
}

async function verify(request: WriteRequest, mask: number, { table }: RegisterPlace, station: Station): Promise<void> {
  const wanted = registersOf(request);
  const found = await station.readBack(table, request.address, wanted.length);
  if (wanted.every((register, at) => (register & mask) === ((found[at] ?? 0) & mask))) return;
  const what = `${found.join(" ")} instead of ${wanted.join(" ")}`;
  throw new WriteFailure("unconfirmed", `unit ${request.unit}, asked again, has ${what}`);
}

function registersOf(request: WriteRequest): readonly number[] {
  switch (request.kind) {
    case "write-coil":
      return [request.bit];
    case "write-register":
      return [request.register];
    case "write-registers":
      return request.registers;
  }
}

function stationOf(ask: AskStation, unit: number): Station {
  return {
    unit,
    async read(table, address) {
      const request: ModbusRequest = { kind: "read", unit, table, address, count: 1 };
      const answer = await ask(request).catch((failure: unknown) => {
        if (!(failure instanceof WriteFailure)) throw failure;
        throw new WriteFailure("connection-down", failure.message);
      });
      if (answer.kind === "data") return answer.data[0] ?? 0;
      throw new WriteFailure("driver-failed", `nothing was written: ${sayAnswer(unit, answer)}`);
    },
    async write(request) {
      const answer = await ask(request);
      if (answer.kind === "data") return;
      const isNotDone = answer.kind === "exception" && !isUncertain(answer.code);
      throw new WriteFailure(isNotDone ? "driver-failed" : "unconfirmed", sayAnswer(unit, answer));
    },
    async readBack(table, address, count) {
      const answer = await ask({ kind: "read", unit, table, address, count });
      if (answer.kind === "data") return answer.data;
      throw new WriteFailure("unconfirmed", `it was written, but asked again: ${sayAnswer(unit, answer)}`);
    },
  };
}

function sayAnswer(unit: number, answer: Exclude<ModbusAnswer, { readonly kind: "data" }>): string {
  switch (answer.kind) {
    case "exception":
      return sayException(unit, answer.code);
    case "damaged":
      return `unit ${unit}: ${answer.detail}`;
    case "silence":
      return `unit ${unit} did not answer in time`;
  }
}

function isOn(wire: Wire): boolean {
  if (typeof wire === "boolean") return wire;
  const text = wireText(wire);
  if (text === "1" || text === "true") return true;
  if (text === "0" || text === "false") return false;
  throw new WriteFailure("driver-failed", `${JSON.stringify(text)} is neither true nor false`);
}

function numberOf(wire: Wire): Decimal | undefined {
  if (typeof wire === "boolean") return { coefficient: wire ? 1n : 0n, scale: 0 };
  return isDecimal(wire) ? wire : parseDecimal(wire);
}
