import type { SerialSettings } from "../core/serial-port.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { noticeHangUp } from "./notice-hang-up.ts";
import { sendPlainly, sendWithRts } from "./send-with-rts.ts";

export interface SerialEvents {
  chunk(bytes: Uint8Array): void;
  /** Once, when the port went away by itself. */
  lost(reason: string): void;
}

/** One life of an open port. A serialport object that was closed is never used again. */
export interface SerialSession extends AsyncDisposable {
  /** Starts the bytes. Always needed: without a reader serialport does not notice that a port was unplugged. */
  listen(): void;
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

/** Opens the port, locked against a second program, or says in one sentence why it cannot. Loads serialport at the first call. */
export async function openSerialSession(
  path: string,
  { baudRate, dataBits, stopBits, parity, rtsToSend }: SerialSettings,
  events: SerialEvents,
): Promise<SerialSession | string> {
  // Never SerialPort.list(): where udevadm is missing it ends the process.
  const { SerialPort } = await import("serialport");
  const port = new SerialPort({ path, baudRate, dataBits, stopBits, parity, autoOpen: false, lock: true });
  const failure = await new Promise<Error | null>((opened) => port.open(opened));
  if (failure !== null) return explain(failure.message, path);
  noticeHangUp(port.port);

  const waiting = new Set<(reason: unknown) => void>();
  const closed = new Promise<void>((resolve) => port.once("close", () => resolve()));
  let isEnding = false;
  let trouble: string | undefined;
  const loss = (): string => trouble ?? `${path} was unplugged`;
  port.on("error", (error) => {
    trouble ??= `${path} failed: ${error.message}`;
    close();
  });
  port.once("close", () => {
    const unplugged = new WriteFailure("unconfirmed", loss());
    for (const fail of waiting) fail(unplugged);
    port.destroy();
    if (!isEnding) events.lost(loss());
  });

  function close(): void {
    if (port.isOpen && !port.closing) port.close(() => {});
  }

  function write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!port.isOpen || port.closing) return reject(new WriteFailure("connection-down", loss()));
      const settle = (run: () => void): void => {
        waiting.delete(fail);
        signal.removeEventListener("abort", abandon);
        run();
      };
      const fail = (reason: unknown): void => settle(() => reject(reason));
      /** A port that takes nothing holds up everything behind it, and its bytes would go out late: it is opened anew. */
      const abandon = (): void => {
        fail(signal.reason);
        trouble ??= `${path} takes no bytes`;
        port.flush(close);
      };
      waiting.add(fail);
      signal.addEventListener("abort", abandon);
      send(bytes, (error) => {
        if (error) fail(new WriteFailure("unconfirmed", `${path} did not take all bytes: ${error.message}`));
        else settle(resolve);
      });
    });
  }

  const send = rtsToSend === undefined ? sendPlainly(port) : sendWithRts(port, rtsToSend);
  if (rtsToSend !== undefined) {
    isEnding = true;
    const refused = await new Promise<Error | null>((set) => port.set({ rts: !rtsToSend }, set));
    if (refused !== null) {
      close();
      await closed;
      return `${path} cannot switch RTS (${refused.message}); leave \`direction\` out, or use another adapter`;
    }
    isEnding = false;
  }

  return {
    listen: () => void port.on("data", (chunk: Uint8Array) => events.chunk(chunk)),
    write,
    async [Symbol.asyncDispose]() {
      isEnding = true;
      if (!port.isOpen) return;
      close();
      await closed;
    },
  };
}

/** serialport gives sentences instead of codes. */
function explain(message: string, path: string): string {
  if (/no such file|no such device/i.test(message)) return `${path} is not there; check the cable and \`path\``;
  if (/permission denied/i.test(message)) return `${path} may not be opened; add the agent's user to the group dialout`;
  if (/cannot lock|busy|temporarily unavailable/i.test(message)) return `${path} is used by another program`;
  if (/not a tty|inappropriate ioctl|unable to get|setting.*baud|invalid argument/i.test(message))
    return `${path} is no serial port, or does not know these settings (${message})`;
  return `${path} cannot be opened (${message})`;
}
