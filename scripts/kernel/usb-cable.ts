import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** ms between two tries to reach a socket that QEMU has not made yet. */
const againMs = 100;

/**
 * The host's hand at the guest's USB cable. The guest says over its second serial line what to do, a line each: `plug`, `unplug`,
 * `say HEX` (bytes from the adapter's far end); it hears `done`, and `heard TEXT` for each line that it wrote to the adapter.
 */
export function usbCable(plugPath: string, wirePath: string): Disposable {
  let wire: Socket | undefined;
  let isOver = false;
  let plug = reach();

  function reach(): Socket {
    const socket = connect(plugPath);
    socket.on("error", () => {
      if (!isOver) setTimeout(() => (plug = reach()), againMs);
    });
    socket.on("connect", () => createInterface({ input: socket }).on("line", (line) => obey(line.trim())));
    return socket;
  }

  function obey(line: string): void {
    const answer = (text: string): void => void plug.write(`${text}\n`);
    if (line === "plug") {
      // QEMU plugs the adapter in while somebody is connected.
      wire = connect(wirePath, () => answer("done"));
      wire.on("error", () => undefined);
      createInterface({ input: wire }).on("line", (heard) => answer(`heard ${heard}`));
    } else if (line === "unplug") {
      if (wire === undefined) answer("done");
      wire?.once("close", () => answer("done"));
      wire?.destroy();
      wire = undefined;
    } else if (line.startsWith("say ")) {
      wire?.write(Buffer.from(line.slice("say ".length), "hex"));
      answer("done");
    }
  }

  return {
    [Symbol.dispose]() {
      isOver = true;
      wire?.destroy();
      plug.destroy();
    },
  };
}
