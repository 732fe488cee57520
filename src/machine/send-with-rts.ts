/** What is used of a serialport to send. */
export interface SendingPort {
  write(bytes: Uint8Array): unknown;
  /** Calls back when the kernel has handed over every byte. */
  drain(done: (error: Error | null) => void): void;
  set(flags: { readonly rts: boolean }, done: (error: Error | null) => void): void;
}

export type Send = (bytes: Uint8Array, done: (error: Error | null) => void) => void;

/** Over RS-232, USB, or an adapter that finds the direction by itself. */
export function sendPlainly(port: SendingPort): Send {
  return (bytes, done) => {
    port.write(bytes);
    port.drain(done);
  };
}

/**
 * Over a half-duplex RS-485 transceiver whose direction RTS switches: RTS stands at `level` from before the first byte
 * until all have left. One message at a time, since those behind it would be cut off. How soon the direction turns
 * depends on the system; the kernel's own way (TIOCSRS485) is not used.
 */
export function sendWithRts(port: SendingPort, level: boolean): Send {
  const queue: { readonly bytes: Uint8Array; readonly done: (error: Error | null) => void }[] = [];
  let isSending = false;

  function next(): void {
    const job = queue.shift();
    isSending = job !== undefined;
    if (job === undefined) return;
    const end = (error: Error | null): void => {
      job.done(error);
      next();
    };
    port.set({ rts: level }, (refused) => {
      if (refused) return end(refused);
      port.write(job.bytes);
      port.drain((error) => port.set({ rts: !level }, (kept) => end(error ?? kept)));
    });
  }

  return (bytes, done) => {
    queue.push({ bytes, done });
    if (!isSending) next();
  };
}
