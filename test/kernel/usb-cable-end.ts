import { closeSync, constants, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { ReadStream } from "node:tty";
import { until } from "../fakes/until.ts";

/** The guest's second serial line: at its far end the host holds the USB cable (scripts/kernel/usb-cable.ts). */
const hand = "/dev/ttyS1";

/** The far side of the USB serial adapter, and whether it is plugged in. */
export interface UsbCableEnd extends Disposable {
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Bytes from the adapter's far end. */
  say(bytes: Uint8Array): Promise<void>;
  /** Lines that arrived there. */
  readonly heard: readonly string[];
}

export function usbCableEnd(): UsbCableEnd {
  const fd = openSync(hand, constants.O_RDWR | constants.O_NOCTTY);
  const input = new ReadStream(openSync(hand, constants.O_RDWR | constants.O_NOCTTY));
  input.setRawMode(true);
  const heard: string[] = [];
  let done = 0;
  createInterface({ input }).on("line", (line) => {
    if (line === "done") done += 1;
    else if (line.startsWith("heard ")) heard.push(line.slice("heard ".length));
  });
  let asked = 0;
  const ask = async (order: string): Promise<void> => {
    asked += 1;
    const wanted = asked;
    writeSync(fd, `${order}\n`);
    await until(`the host has done \`${order}\``, () => done >= wanted);
  };
  return {
    heard,
    plug: () => ask("plug"),
    unplug: () => ask("unplug"),
    say: (bytes) => ask(`say ${Buffer.from(bytes).toString("hex")}`),
    [Symbol.dispose]() {
      input.destroy();
      closeSync(fd);
    },
  };
}
