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
