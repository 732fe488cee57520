import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Aedes } from "aedes";
import type { DriverRig } from "../../contract/driver-rig.ts";
import { SomeMemory } from "../../fakes/some-memory.ts";
import { mqttFarSide } from "./mqtt-far-side.ts";

/** A broker in this process, which can be told to misbehave. */
export interface AedesBroker extends AsyncDisposable {
  readonly url: string;
  readonly broker: Aedes;
  /** Published by clients and never acknowledged from now on. */
  stall(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function aedesBroker(options: ConstructorParameters<typeof Aedes>[0] = {}): Promise<AedesBroker> {
  const broker = await Aedes.createBroker(options);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  async function start(): Promise<void> {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      broker.handle(socket);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  }
  async function stop(): Promise<void> {
    const closed = new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = undefined;
  }
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    broker,
    stall() {
      broker.authorizePublish = () => {};
    },
    stop,
    start,
    async [Symbol.asyncDispose]() {
      await stop();
      await new Promise<void>((done) => broker.close(() => done()));
    },
  };
}

/** `isKept`: with a session that the broker keeps. */
export async function aedesRig(isKept = false): Promise<DriverRig> {
  const broker = await aedesBroker();
  let farSide = await mqttFarSide(broker.url, "out");
  let before: readonly string[] = [];
  return {
    connection: { url: broker.url },
    ...(isKept && { memory: new SomeMemory() }),
    from: { topic: "in", path: "/value" },
    to: { topic: "out" },
    tooMuch: "1",
    say: (text) => farSide.publish("in", JSON.stringify({ value: text })),
    sayGarbage: () => farSide.publish("in", Buffer.of(0xff, 0x00, 0x7b)),
    async lose() {
      before = farSide.received;
      await farSide[Symbol.asyncDispose]();
      await broker.stop();
    },
    async restore() {
      await broker.start();
      farSide = await mqttFarSide(broker.url, "out");
    },
    stall: async () => broker.stall(),
    received: () => [...before, ...farSide.received],
    async [Symbol.asyncDispose]() {
      await farSide[Symbol.asyncDispose]();
      await broker[Symbol.asyncDispose]();
    },
  };
}
