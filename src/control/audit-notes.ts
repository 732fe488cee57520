import type { AuditNote } from "../core/audit-ports.ts";
import type { Command } from "../core/command.ts";
import { cutText } from "../core/cut-text.ts";
import { toEventValue } from "../core/event-value.ts";
import type { Outcome } from "../core/outcome.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import type { Refusal } from "./refusal.ts";

/** Characters of a text that somebody else chose. */
const longestText = 100;

/** What the audit says of a command that was begun. What is written to a private property stays out. */
export function auditNoteOfCommand(command: Command, things: readonly Thing[]): AuditNote {
  const { id, sender, op, thing, name, source, lease, pulse } = command;
  const input = inputOf(command, things);
  return {
    kind: "command",
    body: {
      id: cut(id),
      sender: cut(sender),
      op,
      target: `${thing}/${name}`,
      source,
      ...(input !== undefined && { input }),
      ...(lease !== undefined && { lease }),
      ...(pulse !== undefined && { pulse }),
    },
  };
}

/** What the audit says of an event that was refused. */
export function auditNoteOfRefusal(
  { sender, eventId }: InboxEvent,
  { code }: Refusal,
  commandId: string | undefined,
): AuditNote {
  const command = commandId === undefined ? {} : { id: cut(commandId) };
  return { kind: "refusal", body: { ...command, sender: cut(sender), event: cut(eventId), code } };
}

/** What the audit says of the one end of a command. */
export function auditNoteOfOutcome({ id, sender }: Command, outcome: Outcome): AuditNote {
  const how = outcome.status === "done" ? { confirmed: outcome.confirmed } : { code: outcome.code };
  return { kind: "outcome", body: { id: cut(id), sender: cut(sender), status: outcome.status, ...how } };
}

function inputOf({ op, thing, name, input }: Command, things: readonly Thing[]): string | number | boolean | undefined {
  const property = things.find(({ id }) => id === thing)?.properties.find((known) => known.name === name);
  if (op !== "write" || input === undefined || property === undefined || property.private) return undefined;
  const value = toEventValue(input, property.type);
  return typeof value === "string" ? cut(value) : value;
}

function cut(text: string): string {
  return cutText(text, longestText);
}
