import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";
import { socketAddress } from "../../src/machine/unix-datagram.ts";

/** The far end of sd_notify: a real Unix datagram socket. `receive` gives undefined where nothing waits. */
export interface DatagramReceiver extends Disposable {
  readonly path: string;
  receive(): string | undefined;
}

const libc = koffi.load(null);
const socket = libc.func("int socket(int domain, int type, int protocol)");
const bind = libc.func("int bind(int fd, const void *address, uint32_t length)");
const recv = libc.func("intptr_t recv(int fd, _Out_ void *data, size_t size, int flags)");
const close = libc.func("int close(int fd)");
const MSG_DONTWAIT = 0x40;

export function datagramReceiver(kind: "path" | "abstract"): DatagramReceiver {
  const folder = mkdtempSync(join(tmpdir(), "roomwire-notify-"));
  const path = kind === "path" ? join(folder, "notify") : `@${folder}`;
  const fd: number = socket(1, 2, 0);
  const address = socketAddress(path);
  if (bind(fd, address, address.length) !== 0) throw new Error(`bind failed, errno ${koffi.errno()}`);
  const data = Buffer.alloc(4096);
  return {
    path,
    receive() {
      const size = Number(recv(fd, data, data.length, MSG_DONTWAIT));
      return size < 0 ? undefined : data.toString("utf8", 0, size);
    },
    [Symbol.dispose]() {
      close(fd);
      rmSync(folder, { recursive: true });
    },
  };
}
