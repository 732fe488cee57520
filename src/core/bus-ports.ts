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
}

/** One connection to one broker (MQTT 3.1.1). Reconnects by itself until disposed. */
export interface MqttBroker extends AsyncDisposable {
  readonly isUp: boolean;
  /** Subscribes (again after each reconnect) with QoS 1 until disposed; several handlers of one filter share a subscription. */
  subscribe(filter: string, take: (message: MqttMessage) => void, refused?: (reason: string) => void): Disposable;
  /** QoS 1, never retained; resolves at the broker's acknowledgement, rejects with a WriteFailure or the signal's reason. Never queued for later. */
  publish(topic: string, payload: string, signal: AbortSignal): Promise<void>;
}

export interface MqttSettings {
  readonly url: string;
  /** Default: one made up for this connection. */
  readonly clientId?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM text. */
  readonly ca?: string;
}

/** One serial line. Opens itself again after it was unplugged, until disposed. */
export interface SerialPort extends AsyncDisposable {
  readonly isUp: boolean;
  /** Resolves when the kernel handed the bytes to the line; rejects with a WriteFailure or the signal's reason. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

export interface SerialSettings {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: "none" | "even" | "odd";
}

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

/** The ways to hardware a driver may open; a test hands in others. */
export interface Machine {
  openMqttBroker(settings: MqttSettings, events: BusEvents): MqttBroker;
  openSerialPort(settings: SerialSettings, take: (chunk: Uint8Array) => void, events: BusEvents): SerialPort;
  /** Without a socket path the lines live in this process. */
  openSimulatedLines(socketPath: string | undefined, events: BusEvents): SimulatedLines;
}
