import { join, resolve } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { AnswerOperation, OperationAnswer } from "../core/operation-ports.ts";
import { serveControlSocket } from "../machine/control-socket.ts";

/** What can be asked of a running agent. */
export const operationNames = ["audit", "forget", "operators", "pair", "reload", "status", "wipe"] as const;
export type OperationName = (typeof operationNames)[number];

export interface Operation extends AsyncDisposable {
  /** From now on until disposed `name` is answered by this. Before, who asks is told to wait. */
  offer(name: OperationName, answer: AnswerOperation): Disposable;
}

export interface OperationParts {
  readonly stateDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The socket of an agent: in systemd's directory for it (RuntimeDirectory=), else beside its stores. */
export function operationSocket(
  stateDirectory: string,
  environment: { readonly RUNTIME_DIRECTORY?: string | undefined },
) {
  const [runtime] = environment.RUNTIME_DIRECTORY?.split(":") ?? [];
  return join(runtime || stateDirectory, "control.sock");
}

/** Opens the door for people at this machine. Without it the agent runs on all the same, and says so. */
export async function openOperation({ stateDirectory, clock, log }: OperationParts): Promise<Operation> {
  const table = new Map<string, AnswerOperation>();
  await using opened = new AsyncDisposableStack();
  const path = operationSocket(stateDirectory, process.env);
  try {
    const answer: AnswerOperation = async (call) => {
      if (!isForUs(call.request.state, stateDirectory)) return otherAgent(stateDirectory);
      try {
        return await chosen(table, call.request.do)(call);
      } catch (error) {
        if (!(error instanceof AgentFault)) log.error(`${call.request.do} met a fault of the agent itself`, { error });
        throw error;
      }
    };
    opened.use(await serveControlSocket({ path, answer, clock }));
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    log.error(`the agent cannot be asked from this machine: ${error.message}`, {
      code: error.code,
      cause: error.cause,
    });
  }
  const owned = opened.move();
  return {
    offer(name, answer) {
      table.set(name, answer);
      return { [Symbol.dispose]: () => void table.delete(name) };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function chosen(table: ReadonlyMap<string, AnswerOperation>, name: string): AnswerOperation {
  const found = table.get(name);
  if (found !== undefined) return found;
  return async (): Promise<OperationAnswer> =>
    operationNames.some((known) => known === name)
      ? {
          error: {
            code: "not-ready",
            detail: "The agent is not as far yet.",
            remedy: "Try again when it is in its room.",
          },
        }
      : {
          error: {
            code: "bad-usage",
            detail: "The agent does not know this request.",
            remedy: `It knows ${operationNames.join(", ")}.`,
          },
        };
}

/** Several agents may run on one machine: whoever asks says whose stores they mean. */
function isForUs(state: unknown, stateDirectory: string): boolean {
  return typeof state === "string" && resolve(state) === resolve(stateDirectory);
}

function otherAgent(stateDirectory: string): OperationAnswer {
  return {
    error: {
      code: "other-agent",
      detail: `The agent that answers here uses ${stateDirectory}.`,
      remedy: "Name its configuration with --config.",
    },
  };
}
