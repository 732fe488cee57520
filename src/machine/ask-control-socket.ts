import { connect } from "node:net";
import type { OperationAnswer, OperationRequest } from "../core/operation-ports.ts";
import { sendJsonLine, takeJsonLines } from "./json-lines.ts";

export interface AskControlSocketParts {
  readonly path: string;
  readonly request: OperationRequest;
  /** Every line before the last one; `reply` sends a line back. */
  readonly onLine: (line: object, reply: (line: unknown) => void) => void;
  /** ms without any line after which the agent counts as hanging. */
  readonly silentMs: number;
}

export type ControlSocketAnswer =
  | OperationAnswer
  /** Nobody listens there. */
  | { readonly absent: true }
  /** This user may not connect. */
  | { readonly forbidden: true }
  /** The agent went away, or hangs, before its last line. */
  | { readonly broken: string };

/** Asks the agent that listens at a control socket. Never rejects. */
export function askControlSocket({
  path,
  request,
  onLine,
  silentMs,
}: AskControlSocketParts): Promise<ControlSocketAnswer> {
  const { promise, resolve } = Promise.withResolvers<ControlSocketAnswer>();
  const socket = connect(path);
  const end = (answer: ControlSocketAnswer): void => {
    resolve(answer);
    socket.destroy();
  };
  socket.setTimeout(silentMs, () => end({ broken: `It said nothing for ${silentMs / 1000} s.` }));
  socket.on("connect", () => sendJsonLine(socket, request));
  socket.on("error", (error: NodeJS.ErrnoException) => end(unreached(error)));
  socket.on("close", () => end({ broken: "It went away before it had answered." }));
  takeJsonLines(socket, (line) => {
    if (typeof line !== "object" || line === null) return;
    if (isLast(line)) end(line);
    else onLine(line, (reply) => void socket.write(`${JSON.stringify(reply)}\n`));
  });
  return promise;
}

function isLast(line: object): line is OperationAnswer {
  return "end" in line || "error" in line;
}

function unreached({ code, message }: NodeJS.ErrnoException): ControlSocketAnswer {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ECONNREFUSED":
      return { absent: true };
    case "EACCES":
    case "EPERM":
      return { forbidden: true };
    default:
      return { broken: message };
  }
}
