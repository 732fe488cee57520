import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import type { LogLine } from "./agent-process.ts";
import { showObserved } from "./observations.ts";

/** What a person is shown of an event that the operator received and decrypted; nothing where it only repeats. */
export function eventLines(event: OperatorEvent): readonly string[] {
  switch (event.kind) {
    case "readings":
      return event.readings.map((reading) => `reading    ${reading.thing}/${reading.name} = ${showObserved(reading)}`);
    case "message":
      return [`agent      says: ${event.body.replaceAll("\n", " | ")}`];
    case "gap":
      return [`operator   misses telemetry ${event.from} to ${event.to}`];
    case "agent-state":
      return [`agent      is ${event.isOnline ? "online" : "offline"}`];
    case "identity-changed":
      return ["operator   sees another identity of the agent and takes nothing of it any more"];
    case "result":
    case "state":
    case "thing":
    case "snapshot":
      return [];
  }
}

/** What the agent itself says of commands, and its warnings. */
export function logLines({ level, message, command, sender, code }: LogLine): readonly string[] {
  const about = sender === undefined ? "" : ` (from ${String(sender)}${code === undefined ? "" : `, ${String(code)}`})`;
  if (command !== undefined || message.startsWith("refused")) return [`agent      ${message}${about}`];
  return level === "info" || level === "debug" ? [] : [`agent      ${level}: ${message}`];
}

/** `13:09:11  …` in local time. */
export function timed(at: number, line: string): string {
  return `${new Date(at).toTimeString().slice(0, 8)}  ${line}`;
}
