import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { Clock } from "../core/clock.ts";
import type { ModbusSettings } from "../core/modbus-bus.ts";
import type { SerialSettings } from "../core/serial-port.ts";
import type { ModbusClient } from "./call-modbus.ts";
import { openSocket } from "./open-socket.ts";
import { RtuPort } from "./rtu-port.ts";
import { findAndOpen } from "./serial-ports.ts";

/** An open way to stations, with modbus-serial's client at its near end. */
export interface ModbusWay extends AsyncDisposable {
  readonly client: ModbusClient;
  /** Bytes that came, ever. */
  heard(): number;
  /** The question is given up: nothing more is sent of it. How many bytes came since that are no answer. */
  giveUp(): number;
}

type Lost = (reason: string) => void;

/** Opens it, or says in one sentence why it cannot. `lost` is called once when it goes away by itself. */
export async function openModbusWay(settings: ModbusSettings, lost: Lost, clock: Clock): Promise<ModbusWay | string> {
  if (settings.over === "line") return await openLine(settings, lost);
  const socket = await openSocket(settings.host, settings.port, clock);
  if (typeof socket === "string") return socket;
  // Without a listener an error would end the process.
  socket.on("error", () => {});
  let isEnding = false;
  socket.once("close", () => isEnding || lost(`${settings.host}:${settings.port} closed the connection`));
  const close = async (): Promise<void> => {
    isEnding = true;
    socket.destroy();
  };
  return settings.over === "tcp" ? await overTcp(socket, close) : await rtuOverTcp(socket, close);
}

async function openLine(settings: SerialSettings, lost: Lost): Promise<ModbusWay | string> {
  let heard = 0;
  let sending = new AbortController();
  const chunk = (bytes: Uint8Array): void => {
    heard += bytes.length;
    port.take(bytes);
  };
  // A question that cannot be sent is one that nobody answers.
  const port = new RtuPort((bytes) => void send(bytes, sending.signal).catch(() => {}));
  const session = await findAndOpen(settings, { chunk, lost });
  if (typeof session === "string") return session;
  const send = session.write;
  session.listen();
  return {
    client: await openClient(port),
    heard: () => heard,
    giveUp() {
      sending.abort(new Error("no answer"));
      sending = new AbortController();
      return port.forget();
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

async function rtuOverTcp(socket: Socket, close: () => Promise<void>): Promise<ModbusWay> {
  const port = new RtuPort((bytes) => void socket.write(bytes));
  socket.on("data", (bytes: Uint8Array) => port.take(bytes));
  return {
    client: await openClient(port),
    heard: () => socket.bytesRead,
    giveUp: () => port.forget(),
    [Symbol.asyncDispose]: close,
  };
}

/** Here answers bear the number of their question, so that a late one is none. */
async function overTcp(socket: Socket, close: () => Promise<void>): Promise<ModbusWay> {
  const client = await newClient();
  await client.linkTCP(socket, { port: socket.remotePort ?? 0 });
  return { client, heard: () => socket.bytesRead, giveUp: () => 0, [Symbol.asyncDispose]: close };
}

async function openClient(port: RtuPort): Promise<ModbusClient> {
  const client = await newClient(port);
  await new Promise((opened) => client.open(opened));
  return client;
}

async function newClient(port: EventEmitter | undefined = undefined): Promise<ModbusClient> {
  const { default: library } = await import("modbus-serial");
  const client = new library.default(port);
  client.on("error", () => {});
  return client;
}
