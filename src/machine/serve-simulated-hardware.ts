import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { sendJsonLine, takeJsonLines } from "./json-lines.ts";
import type { SimulatedHardware } from "./simulated-hardware.ts";
import type { SimulationAnswer, SimulationRequest } from "./simulation-protocol.ts";

/** Lets other processes at simulated lines, over a Unix socket. A stale socket file of a dead process is replaced. */
export async function serveSimulatedHardware(hardware: SimulatedHardware, path: string): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const watched = new Map<string, Disposable>();
    const answer = (message: SimulationAnswer): void => sendJsonLine(socket, message);
    takeJsonLines(socket, (message) => obey(message as SimulationRequest, hardware, watched, answer));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      for (const watch of watched.values()) watch[Symbol.dispose]();
    });
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function obey(
  request: SimulationRequest,
  hardware: SimulatedHardware,
  watched: Map<string, Disposable>,
  answer: (message: SimulationAnswer) => void,
): void {
  switch (request.do) {
    case "watch": {
      const { line } = request;
      watched.get(line)?.[Symbol.dispose]();
      watched.set(
        line,
        hardware.watch(line, (level) => answer({ line, level: level ?? null })),
      );
      return;
    }
    case "write": {
      const { id, line, level } = request;
      hardware.write(line, level).then(
        () => answer({ id }),
        (error: Error) => answer({ id, error: error.message }),
      );
      return;
    }
    case "fault":
      hardware.setFault(request.line, request.fault, request.told);
      answer({ id: request.id });
      return;
    case "edges":
      answer({ id: request.id, edges: hardware.edges() });
      return;
    default:
      throw new Error("unknown request");
  }
}
