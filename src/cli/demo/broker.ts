import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";

/** An MQTT broker in this process, on a free port of loopback. */
export async function openBroker(): Promise<AsyncDisposable & { readonly url: string }> {
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  const listening = once(server, "listening");
  server.listen(0, "127.0.0.1");
  await listening;
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
      await new Promise<void>((done) => broker.close(() => done()));
    },
  };
}
