import type { SerialSettings } from "./serial-port.ts";

/** The four tables of a Modbus station (MODBUS Application Protocol V1.1b3, 4.3). */
export type ModbusTable = "coil" | "discrete" | "holding" | "input";

/** One telegram. Addresses as they stand in it, from 0; bits are 0 and 1, registers whole numbers from 0 to 65535. */
export type ModbusRequest = { readonly unit: number; readonly address: number } & (
  | { readonly kind: "read"; readonly table: ModbusTable; readonly count: number }
  | { readonly kind: "write-coil"; readonly bit: 0 | 1 }
  | { readonly kind: "write-register"; readonly register: number }
  | { readonly kind: "write-registers"; readonly registers: readonly number[] }
);

export type ModbusAnswer =
  /** What was read: exactly as many bits or registers as were asked for; of a write nothing. */
  | { readonly kind: "data"; readonly data: readonly number[] }
  /** The station, or a gateway before it, says no: an exception code of V1.1b3, 7. */
  | { readonly kind: "exception"; readonly code: number }
  /** Something came, but no answer to this. One sentence. */
  | { readonly kind: "damaged"; readonly detail: string }
  /** Nothing came. */
  | { readonly kind: "silence" };

/** Stations on one serial line, or behind one address. Opens itself again until disposed. */
export interface ModbusBus extends AsyncDisposable {
  readonly isUp: boolean;
  /**
   * Sends, and resolves after at most `within` ms to what came of it. To be called only when the one before was answered.
   * Rejects with a WriteFailure when the bus is not up or gets lost.
   */
  ask(request: ModbusRequest, within: number): Promise<ModbusAnswer>;
}

/** How the stations are reached: RTU over a serial line, Modbus TCP, or RTU through a serial server on the network. */
export type ModbusSettings =
  | ({ readonly over: "line" } & SerialSettings)
  | { readonly over: "tcp" | "rtu-over-tcp"; readonly host: string; readonly port: number };
