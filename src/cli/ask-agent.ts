import { AgentFault } from "../core/agent-fault.ts";
import { type FatalCode, fatalCodes } from "../core/fatal-codes.ts";
import type { OperationError } from "../core/operation-ports.ts";
import { askControlSocket } from "../machine/ask-control-socket.ts";
import { type OperationName, operationSocket } from "../wiring/operation.ts";

export interface AskAgentParts {
  readonly stateDirectory: string;
  readonly do: OperationName;
  /** What else the request says. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** Every line before the last; `reply` sends one back. */
  readonly onLine?: (line: object, reply: (line: unknown) => void) => void;
  /** ms without a line after which the agent counts as hanging; default 60 s. */
  readonly silentMs?: number;
}

/** systemd's RuntimeDirectory= of the unit that comes along. */
const serviceDirectory = "/run/roomwire";

/**
 * Asks the running agent of a state directory over its control socket. Resolves to what its last line says, to undefined
 * when none runs. Throws the AgentFault that the agent answers; `agent-out-of-reach` when one may be there but cannot be asked.
 */
export async function askAgent(parts: AskAgentParts): Promise<object | undefined> {
  const { stateDirectory, onLine = () => undefined, silentMs = 60_000 } = parts;
  const request = { ...parts.with, do: parts.do, state: stateDirectory };
  const paths = [process.env, {}, { RUNTIME_DIRECTORY: serviceDirectory }].map((environment) =>
    operationSocket(stateDirectory, environment),
  );
  let forbidden: string | undefined;
  for (const path of new Set(paths)) {
    const answer = await askControlSocket({ path, request, onLine, silentMs });
    if ("end" in answer) return answer.end;
    if ("error" in answer && answer.error.code !== "other-agent") throw faultOf(answer.error);
    if ("broken" in answer)
      throw new AgentFault("agent-out-of-reach", `The agent at ${path} cannot be asked. ${answer.broken}`);
    if ("forbidden" in answer) forbidden ??= path;
  }
  if (forbidden === undefined) return undefined;
  throw new AgentFault("agent-out-of-reach", `You may not use ${forbidden}.`);
}

function faultOf({ code, detail, remedy }: OperationError): AgentFault {
  return new AgentFault(isFatalCode(code) ? code : "agent-refused", detail, { remedy });
}

function isFatalCode(code: string): code is FatalCode {
  return Object.hasOwn(fatalCodes, code);
}
