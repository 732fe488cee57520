import { AgentFault } from "../core/agent-fault.ts";
import type { AuditHead } from "../core/audit-ports.ts";
import { parseDuration } from "../core/duration.ts";
import type { OperationAnswer } from "../core/operation-ports.ts";
import { systemClock } from "../machine/clock.ts";
import { lookIntoAudit } from "../store/look-into-audit.ts";
import { type AuditEnd, type AuditLine, answerAudit } from "../wiring/answer-audit.ts";
import { askAgent } from "./ask-agent.ts";
import { auditLine, auditVerdictLines } from "./audit-lines.ts";
import { usableConfiguration } from "./usable-configuration.ts";

export interface AuditOptions {
  /** The configuration file. */
  readonly config: string;
  readonly json: boolean;
  /** A duration back from now; default: all that is kept. */
  readonly since?: string | undefined;
  /** Only whether the chain holds. */
  readonly verify: boolean;
  /** `NUMBER:HASH`, as the room was told. */
  readonly head?: string | undefined;
}

/**
 * `roomwire audit`: the entries, and whether their chain holds; asks the running agent, else reads its store. Resolves to the
 * exit code: 0 when it holds, 1 when a link is broken, 3 when `head` is older than what is kept. Throws AgentFault.
 */
export async function audit(options: AuditOptions, print: (line: string) => void): Promise<number> {
  const request = { since: readSince(options.since), head: readHead(options.head), rows: !options.verify };
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const { stateDirectory } = usableConfiguration(options.config, silent);
  const show = (line: AuditLine): void => {
    if (options.json) print(JSON.stringify("row" in line ? line.row : line));
    else if ("row" in line) print(auditLine(line.row));
  };
  const asked = await askAgent({
    stateDirectory,
    do: "audit",
    with: request,
    onLine: (line) => show(line as AuditLine),
  });
  const end = (asked ?? (await readStore(stateDirectory, request, show))) as AuditEnd;
  if (options.json) print(JSON.stringify(end));
  else for (const line of auditVerdictLines(end)) print(line);
  if (end.verdict.kind === "broken") return 1;
  return end.head === "too-old" ? 3 : 0;
}

async function readStore(directory: string, request: object, show: (line: AuditLine) => void): Promise<object> {
  using store = lookIntoAudit(directory);
  if (store === undefined) {
    throw new AgentFault("bad-usage", `There is no audit in ${directory} yet.`, { remedy: "Start the agent once." });
  }
  const answer: OperationAnswer = await answerAudit(store.chain, systemClock("trusted"), {
    request: { do: "audit", ...request },
    say: async (line) => show(line as AuditLine),
    nextLine: async () => undefined,
    signal: new AbortController().signal,
    muted: new AbortController().signal,
  });
  if ("end" in answer) return answer.end;
  throw new AgentFault("internal", answer.error.detail);
}

function readSince(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || ms !== undefined) return ms;
  throw new AgentFault("bad-usage", `--since ${text} is no duration, such as 30m, 2h or 7d.`);
}

function readHead(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  const [, entry, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (entry !== undefined && hash !== undefined) return { entry: Number(entry), hash };
  throw new AgentFault("bad-usage", "--head is NUMBER:HASH, as `roomwire watch` shows it.");
}
