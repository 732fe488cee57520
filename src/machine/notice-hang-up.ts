import { read } from "node:fs";

/** What is used of serialport's open port (@serialport/bindings-cpp, LinuxPortBinding). */
interface OpenPort {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: { once(event: "readable", then: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number; buffer: Buffer }>;
}

/**
 * Makes an open port see that its line was hung up. The kernel then answers every read with 0 bytes, for ever
 * (tty_hung_up_p), which serialport takes for "nothing yet" and reads again without end, when the cable goes just while it
 * reads. With VMIN = 1, which serialport sets, an open line never gives 0 bytes.
 */
export function noticeHangUp(port: unknown): void {
  if (!isOpenPort(port)) return;
  port.read = async (buffer, offset, length) => {
    for (;;) {
      if (!port.isOpen || port.fd === null) throw canceled();
      const outcome = await readOnce(port.fd, buffer, offset, length);
      if (outcome === "hung-up") throw new Error("the line was hung up");
      if (outcome !== "nothing") return { bytesRead: outcome, buffer };
      // Closed meanwhile, its poller is gone, and whoever calls that ends the whole process by a segmentation fault.
      if (!port.isOpen) throw canceled();
      await readable(port);
    }
  };
}

function isOpenPort(port: unknown): port is OpenPort {
  return typeof port === "object" && port !== null && "poller" in port && "fd" in port && "read" in port;
}

function readOnce(fd: number, buffer: Buffer, offset: number, length: number): Promise<number | "nothing" | "hung-up"> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, offset, length, null, (error, bytesRead) => {
      if (error === null) resolve(bytesRead === 0 ? "hung-up" : bytesRead);
      else if (error.code === "EAGAIN" || error.code === "EINTR") resolve("nothing");
      else reject(error);
    });
  });
}

function readable({ poller }: OpenPort): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once("readable", (error) => (error === null ? resolve() : reject(error)));
  });
}

/** serialport's own word for a read that ended because we closed the port. */
function canceled(): Error {
  return Object.assign(new Error("Port is not open"), { canceled: true });
}
