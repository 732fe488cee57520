import { once } from "node:events";
import { connect } from "node:net";
import { sendJsonLine, takeJsonLines } from "./json-lines.ts";
import type { Edge, LineFault } from "./simulated-hardware.ts";
import type { SimulationAnswer, SimulationRequest } from "./simulation-protocol.ts";

/** The hand that reaches into a process of simulated hardware: sets levels and faults, and reads what really happened. */
export interface SimulationControl extends Disposable {
  /** Rejects with the line's own sentence when it does not take the level. */
  write(line: string, level: string): Promise<void>;
  /** What a `lie` tells is `told`. */
  setFault(line: string, fault: LineFault, told?: string): Promise<void>;
  /** The changes of all lines, oldest first. */
  edges(): Promise<readonly Edge[]>;
}

type Answer = Extract<SimulationAnswer, { readonly id: number }>;

/** Connects to the socket of serve-simulated-hardware; rejects when nobody answers there. */
export async function openSimulationControl(socketPath: string): Promise<SimulationControl> {
  const socket = connect(socketPath);
  const asked = new Map<number, PromiseWithResolvers<Answer>>();
  let count = 0;
  await once(socket, "connect");
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    for (const { reject } of asked.values()) reject(new Error("The simulated hardware went away."));
  });
  takeJsonLines(socket, (message) => {
    const answer = message as SimulationAnswer;
    if (!("id" in answer)) return;
    const { resolve, reject } = asked.get(answer.id) ?? Promise.withResolvers();
    asked.delete(answer.id);
    if (answer.error === undefined) resolve(answer);
    else reject(new Error(answer.error));
  });

  function ask(make: (id: number) => SimulationRequest): Promise<Answer> {
    const id = count++;
    const waiting = Promise.withResolvers<Answer>();
    asked.set(id, waiting);
    sendJsonLine(socket, make(id));
    return waiting.promise;
  }

  return {
    write: async (line, level) => void (await ask((id) => ({ do: "write", id, line, level }))),
    async setFault(line, fault, told) {
      await ask((id) => ({ do: "fault", id, line, fault, ...(told !== undefined && { told }) }));
    },
    edges: async () => (await ask((id) => ({ do: "edges", id }))).edges ?? [],
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
