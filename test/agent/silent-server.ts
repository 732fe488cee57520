import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** Accepts every connection on loopback and never says a word. */
export async function silentServer(): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A port on which nothing listens any more. */
export async function closedPort(): Promise<number> {
  await using server = await silentServer();
  return server.port;
}
