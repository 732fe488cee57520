import { connect, type Socket } from "node:net";
import type { Clock } from "../core/clock.ts";

/** ms for a connection to come about. */
const connectWithin = 5000;
/** ms without a byte after which the system begins to ask whether the other end still lives. */
const keepAliveAfter = 10_000;

/** An open TCP connection, or one sentence why there is none. */
export async function openSocket(host: string, port: number, clock: Clock): Promise<Socket | string> {
  const { promise, resolve } = Promise.withResolvers<Socket | string>();
  const name = `${host}:${port}`;
  const socket = connect({ host, port, keepAlive: true, keepAliveInitialDelay: keepAliveAfter, noDelay: true });
  const fail = (reason: string): void => {
    socket.destroy();
    resolve(reason);
  };
  const refused = (error: NodeJS.ErrnoException): void => fail(explain(error, name));
  using _limit = clock.after(connectWithin, () => fail(`${name} does not answer; check the address and the network`));
  socket.once("error", refused);
  socket.once("connect", () => {
    socket.off("error", refused);
    resolve(socket);
  });
  return await promise;
}

function explain(error: NodeJS.ErrnoException, name: string): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return `nothing listens at ${name}; check the address, the port and the device`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the name of ${name} cannot be looked up; check the address and the network`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `${name} cannot be reached; check the address and the network`;
    default:
      return `${name} cannot be connected to (${error.message})`;
  }
}
