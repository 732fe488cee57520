import type { FaultCode } from "./fault-codes.ts";
import type { Receipt } from "./receipt.ts";

/** What machine/ offers to drivers: the seams at which a fake bus may stand in tests. */

/** Told by a bus when it comes and goes, never from within the call that opens it. */
export interface BusEvents {
  up(): void;
  /** Once per loss, and again when the kind of loss changes; one sentence without a secret. Default: `connection-down`. */
  down(reason: string, fault?: "connection-down" | "connection-refused"): void;
}

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker held it from before our subscription: old, of unknown age. */
  readonly retained: boolean;
  /** Of a message that the broker keeps until this is called; each handler has one of its own. */
  readonly receipt?: Receipt;
}

/** One connection to one broker (MQTT 5, or 3.1.1 where it speaks no other). Reconnects by itself until disposed. */
export interface MqttBroker extends AsyncDisposable {
  readonly isUp: boolean;
  /** Subscribes (again after each reconnect) with QoS 1 until disposed; several handlers of one filter share a subscription. */
  subscribe(filter: string, take: (message: MqttMessage) => void, refused?: (reason: string) => void): Disposable;
  /**
   * Everything that is wanted is subscribed to. Until then a kept session holds what nobody takes; then it lets it go and takes back
   * subscriptions that are left from before. To be called again after subscriptions ended.
   */
  settle(): void;
  /** Takes back all subscriptions of a kept session; resolves when the broker said so, or after a second. */
  forget(): Promise<void>;
  /**
   * QoS 1, never retained; resolves at the broker's acknowledgement, rejects with a WriteFailure or the signal's reason. Never queued
   * for later here; `expiry` (whole seconds) bounds how long the broker may hold it for whoever is away (MQTT 5, section 3.3.2.3.3).
   */
  publish(topic: string, payload: string, signal: AbortSignal, expiry?: number): Promise<void>;
}

export type MqttVersion = "5" | "3.1.1";

export interface MqttSettings {
  readonly url: string;
  /** Default: 5, and 3.1.1 where the broker refuses that. */
  readonly version?: MqttVersion;
  /** Without it the session ends with the connection, under a client id made up for it. */
  readonly session?: KeptSession;
  readonly username?: string;
  readonly password?: string;
  /** PEM text. */
  readonly ca?: string;
  /** PEM texts: who the agent is, by TLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** A session that outlives connection and process: the broker keeps for it what was not acknowledged, and says it again. */
export interface KeptSession {
  /** Nobody else's: a broker throws out whoever used it before. */
  readonly clientId: string;
  readonly memory: ConnectionMemory;
  /** Seconds for which a broker that speaks MQTT 5 keeps it after its last connection. Default: 7 days. */
  readonly expiry?: number;
}

/** What a connection leaves for the next run of the agent. */
export interface ConnectionMemory {
  /** At most 23 letters, digits and hyphens: the same over restarts, another one for each agent and connection. */
  readonly id: string;
  /** What the reading log remembers of the source of this id (`Receipt.note`). */
  readonly note: Uint8Array | undefined;
  /** Topic filters that the broker may know of. */
  readonly filters: readonly string[];
  /** Durable when it returns, unless the disk refuses, which is told elsewhere. */
  keepFilters(filters: readonly string[]): void;
}

/** One serial line. Opens itself again after it was unplugged, until disposed. */
export interface SerialPort extends AsyncDisposable {
  readonly isUp: boolean;
  /** Resolves when the kernel handed the bytes to the line; rejects with a WriteFailure or the signal's reason. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

export interface SerialSettings {
  /** Its path, or what its USB adapter says of itself: `vendor:product` or `vendor:product:serial`. */
  readonly port: { readonly path: string } | { readonly usb: string };
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: "none" | "even" | "odd";
  /** How RTS stands while an RS-485 transceiver shall send; the other way while it listens. undefined: it has no such line. */
  readonly rtsToSend: boolean | undefined;
}

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

/** Simulated lines with levels that outlive the agent when they live behind a socket. */
export interface SimulatedLines extends AsyncDisposable {
  readonly isUp: boolean;
  /** Resolves when the hardware took the level; rejects with a WriteFailure or the signal's reason. */
  write(line: string, level: string, signal: AbortSignal): Promise<void>;
  /** Calls `take` with the level now and at every change until disposed; an undefined level means the line reports a fault. */
  watch(line: string, take: (level: string | undefined) => void): Disposable;
  /** Has the level of a watched line told anew, where the lines can be reached. */
  ask(line: string): void;
}

/** A line of a GPIO chip: by the name that the board gives it, or by its number on the chip. */
export type GpioLine = { readonly name: string } | { readonly offset: number };

export interface GpioInput {
  readonly line: GpioLine;
  /** Whether a low voltage counts as true. */
  readonly activeLow: boolean;
  /** undefined: as the board has it. */
  readonly pull: "up" | "down" | "none" | undefined;
  /** ms for which a level must last to count; 0: every edge counts. */
  readonly debounce: number;
}

export interface GpioInputEvents {
  /** The level as it was read: when the line became ours, and after edges were lost. */
  level(level: boolean): void;
  /** The level after an edge that the kernel noted `ago` ms before this call. In the order of time. */
  edge(level: boolean, ago: number): void;
  /** So many edges were dropped because nobody fetched them in time: between the edges told before and after. */
  lost(count: number): void;
  /** Once per loss, and again when its kind changes; one sentence. Maybe from within the call that watches. */
  down(reason: string, fault: FaultCode): void;
}

export interface GpioOutputSettings {
  readonly line: GpioLine;
  readonly activeLow: boolean;
  readonly drive: "push-pull" | "open-drain" | "open-source";
  readonly pull: "up" | "down" | "none" | undefined;
  /** The level with which the line is taken; undefined: it is left as it is until the first write. */
  readonly initial: boolean | undefined;
}

/** Disposing it lets the line go, at whatever level the board then gives it. */
export interface GpioOutput extends Disposable {
  /** Takes the line first where somebody else had it. Throws a WriteFailure. */
  write(level: boolean): void;
}

/** Lines of the header, or of one chip. Takes each again after it was lost, until disposed. */
export interface GpioLines extends AsyncDisposable {
  /** Whether there is a chip to be used. */
  readonly isUp: boolean;
  /** Takes a line, shared by all that want it alike; an output of ours may be watched too. */
  watch(input: GpioInput, events: GpioInputEvents): Disposable;
  /** Takes the line within the call, at its initial level, where it can. */
  drive(output: GpioOutputSettings): GpioOutput;
}

/** The ways to hardware a driver may open; a test hands in others. */
export interface Machine {
  openMqttBroker(settings: MqttSettings, events: BusEvents): MqttBroker;
  openSerialPort(settings: SerialSettings, take: (chunk: Uint8Array) => void, events: BusEvents): SerialPort;
  openModbusBus(settings: ModbusSettings, events: BusEvents): ModbusBus;
  /** `chip`: the label of one; undefined: the header for numbers, any chip for names. */
  openGpioLines(chip: string | undefined): GpioLines;
  /** Without a socket path the lines live in this process. */
  openSimulatedLines(socketPath: string | undefined, events: BusEvents): SimulatedLines;
}
