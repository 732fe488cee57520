import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { type Program, startProgram } from "./start-program.ts";

/** One line of the agent's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

export interface AgentProcess extends Program {
  /** Everything it logged so far. */
  readonly log: readonly LogLine[];
}

const source = join(import.meta.dirname, "../..");
/** What systemd/roomwire.service gives it. */
const unitFlags = ["--max-old-space-size=64", "--max-semi-space-size=1"];
const endWithDemo = ["--import", join(import.meta.dirname, "end-with-demo.ts")];

/** The agent as a service manager starts it, with its log. */
export function startAgent(configuration: string, clock: Clock, takeLog?: (line: LogLine) => void): AgentProcess {
  const log: LogLine[] = [];
  const takeError = (text: string): void => {
    const line = logLine(text);
    log.push(line);
    takeLog?.(line);
  };
  const words = [...unitFlags, ...endWithDemo, join(source, "main.ts"), "run", "--config", configuration];
  return { ...startProgram(words, { clock, patienceMs: 3_500, takeError }), log };
}

function logLine(text: string): LogLine {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^<\d>/, ""));
    if (typeof parsed === "object" && parsed !== null && "message" in parsed && "level" in parsed) {
      return parsed as LogLine;
    }
  } catch {
    // not from the log: Node itself speaks
  }
  return { level: "error", message: text };
}
