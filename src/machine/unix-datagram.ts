import { createRequire } from "node:module";
import { AgentFault } from "../core/agent-fault.ts";

/** Linux, include/linux/socket.h and bits/socket.h; the same on every architecture that Node runs on but mips. */
const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const MSG_NOSIGNAL = 0x4000;
const pathLimit = 108;

const require = createRequire(import.meta.url);

/** Sends datagrams to one Unix socket; Node itself only knows streams. */
export interface UnixDatagram extends Disposable {
  /** False when the receiver is away or its queue is full; never waits. */
  send(text: string): boolean;
}

/** `path` is absolute, or `@name` for Linux's abstract names. Throws an AgentFault when there is no socket to be had. */
export function unixDatagram(path: string): UnixDatagram {
  const address = socketAddress(path);
  const koffi = require("koffi") as typeof import("koffi");
  const libc = koffi.load(null);
  const socket = libc.func("int socket(int domain, int type, int protocol)");
  const sendto = libc.func(
    "intptr_t sendto(int fd, const void *data, size_t size, int flags, const void *to, uint32_t length)",
  );
  const close = libc.func("int close(int fd)");
  const fd: number = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) throw new AgentFault("internal", `No Unix socket could be opened (errno ${koffi.errno()}).`);
  return {
    send(text) {
      const data = Buffer.from(text);
      return Number(sendto(fd, data, data.length, MSG_NOSIGNAL, address, address.length)) === data.length;
    },
    [Symbol.dispose]: () => void close(fd),
  };
}

/** struct sockaddr_un (unix(7)): the family in the machine's byte order, then the path; an abstract name begins with 0. */
export function socketAddress(path: string): Buffer {
  const isAbstract = path.startsWith("@");
  const name = Buffer.from(isAbstract ? `\0${path.slice(1)}` : `${path}\0`);
  if (!/^[@/]./.test(path) || name.length > pathLimit) {
    throw new AgentFault("bad-usage", `"${path}" is no address of a Unix socket: it must begin with / or @.`);
  }
  const family = Buffer.from(new Uint16Array([AF_UNIX]).buffer);
  return Buffer.concat([family, name]);
}
