import type { StateContent } from "../../../schemas/state.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import type { LogLine } from "./agent-process.ts";
import { showObserved } from "./observations.ts";

/** What a person is shown of an event that the operator received and decrypted; nothing where it only repeats. */
export function eventLines(event: OperatorEvent): readonly string[] {
  switch (event.kind) {
    case "readings":
      return event.readings.map((reading) => {
        const { thing, name, at } = reading;
        return `reading    ${thing}/${name} = ${showObserved(reading)}, measured ${timeOfDay(at)}`;
      });
    case "message":
      return [`agent      says: ${event.body.replaceAll("\n", " | ")}`];
    case "gap":
      return [`operator   misses telemetry ${event.from} to ${event.to}`];
    case "loss":
      return event.content.losses.map(
        ({ count, reason }) => `operator   hears that ${count} readings are lost: ${reason}`,
      );
    case "agent-state":
      return [`agent      is ${event.isOnline ? "online" : "offline"}`];
    case "identity-changed":
      return ["operator   sees another identity of the agent and takes nothing of it any more"];
    case "thing":
      return [
        `agent      describes ${event.thing} (${event.content.title}): ${Object.keys(event.content.properties).join(", ")}`,
      ];
    case "state":
      return [`state      ${event.thing}: ${stateText(event.content)}`];
    case "audit":
    case "result":
    case "snapshot":
    case "latest":
      return [];
  }
}

function stateText({ properties }: StateContent): string {
  return Object.entries(properties)
    .map(([name, { value, unit, quality }]) => [name, value ?? quality, unit ?? ""].join(" ").trim())
    .join(", ");
}

/** What the agent itself says of commands, and its warnings. */
export function logLines({ level, message, command, sender, code }: LogLine): readonly string[] {
  const about = sender === undefined ? "" : ` (from ${String(sender)}${code === undefined ? "" : `, ${String(code)}`})`;
  if (command !== undefined || message.startsWith("refused")) return [`agent      ${message}${about}`];
  return level === "info" || level === "debug" ? [] : [`agent      ${level}: ${message}`];
}

/** `13:09:11  …` in local time. */
export function timed(at: number, line: string): string {
  return `${timeOfDay(at)}  ${line}`;
}

function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
