import type modbusSerial from "modbus-serial";
import type { ModbusAnswer, ModbusRequest } from "../core/modbus-bus.ts";

export type ModbusClient = InstanceType<typeof modbusSerial.default>;

type Next<Result> = (error: Error | null, result: Result) => void;

/** Asks through modbus-serial, which gives up nothing by itself here. Trusts no length and no echo of what comes back. */
export function callModbus(client: ModbusClient, request: ModbusRequest): Promise<ModbusAnswer> {
  const { promise, resolve } = Promise.withResolvers<ModbusAnswer>();
  const { unit, address } = request;

  /** `judge` gives what was read, or undefined for an answer that is none to this. */
  function next<Result>(judge: (result: Result) => readonly number[] | undefined): Next<Result> {
    return (error, result) => {
      const data = error === null ? judge(result) : undefined;
      if (data !== undefined) resolve({ kind: "data", data });
      else resolve(error === null ? foreign : explain(error));
    };
  }

  const written = (isSame: boolean) => (isSame ? [] : undefined);
  switch (request.kind) {
    case "read":
      read(client, request, next);
      break;
    case "write-coil": {
      const state = request.bit === 1;
      const isEcho = next<Coil>((echo) => written(echo.address === address && echo.state === state));
      client.writeFC5(unit, address, state, isEcho);
      break;
    }
    case "write-register": {
      const { register } = request;
      const isEcho = next<Register>((echo) => written(echo.address === address && echo.value === register));
      client.writeFC6(unit, address, register, isEcho);
      break;
    }
    case "write-registers": {
      const registers = [...request.registers];
      const isEcho = next<Registers>((echo) => written(echo.address === address && echo.length === registers.length));
      client.writeFC16(unit, address, registers, isEcho);
      break;
    }
  }
  return promise;
}

type Coil = { readonly address: number; readonly state: boolean };
type Register = { readonly address: number; readonly value: number };
type Registers = { readonly address: number; readonly length: number };
type Bits = { readonly data: readonly boolean[]; readonly buffer: Uint8Array };
type Words = { readonly data: readonly number[] };

function read(
  client: ModbusClient,
  { unit, address, count, table }: ModbusRequest & { readonly kind: "read" },
  next: <Result>(judge: (result: Result) => readonly number[] | undefined) => Next<Result>,
): void {
  const bits = next<Bits>(({ data, buffer }) =>
    buffer.length === Math.ceil(count / 8) ? data.slice(0, count).map(Number) : undefined,
  );
  const words = next<Words>(({ data }) => (data.length === count ? data : undefined));
  switch (table) {
    case "coil":
      client.writeFC1(unit, address, count, bits);
      break;
    case "discrete":
      client.writeFC2(unit, address, count, bits);
      break;
    case "holding":
      client.writeFC3(unit, address, count, words);
      break;
    case "input":
      client.writeFC4(unit, address, count, words);
      break;
  }
}

const foreign: ModbusAnswer = { kind: "damaged", detail: "the answer is not to what was asked" };

function explain(error: Error): ModbusAnswer {
  if ("modbusCode" in error && typeof error.modbusCode === "number") {
    return { kind: "exception", code: error.modbusCode };
  }
  if (error.message === "CRC error") return { kind: "damaged", detail: "the checksum of the answer is wrong" };
  return { kind: "damaged", detail: `the answer has a wrong form (${error.message})` };
}
