import type { Command } from "../core/command.ts";
import type { Outcome } from "../core/outcome.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { AuditNote } from "../core/store-ports.ts";
import type { Judgement } from "./judge-event.ts";

/** What the audit says of a judged event: every command that was begun and every refusal. */
export function auditNotesOfVerdict({ sender, eventId }: InboxEvent, judgement: Judgement): readonly AuditNote[] {
  switch (judgement.kind) {
    case "admitted": {
      const { id, thing, name, op, source } = judgement.command;
      return [{ kind: "command", body: { id, sender, op, target: `${thing}/${name}`, source } }];
    }
    case "refused": {
      const { refusal, commandId } = judgement;
      const command = commandId === undefined ? {} : { id: commandId };
      return [{ kind: "refusal", body: { ...command, sender, event: eventId, code: refusal.code } }];
    }
    case "answered":
    case "ignored":
    case "verification":
      return [];
  }
}

/** What the audit says of the one end of a command. */
export function auditNoteOfOutcome({ id, sender }: Command, outcome: Outcome): AuditNote {
  const code = outcome.status === "done" ? {} : { code: outcome.code };
  return { kind: "outcome", body: { id, sender, status: outcome.status, ...code } };
}
