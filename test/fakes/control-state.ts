import type { AuditEntry } from "../../src/core/audit-ports.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { InboxEvent } from "../../src/core/room-ports.ts";
import type { JournalEntry, OutboxEntry, Verdict } from "../../src/core/store-ports.ts";
import type { PinState } from "./memory-pins.ts";

/** All that a control store holds at one moment. What stands in its maps and lists is never changed, only replaced. */
export interface ControlState extends PinState {
  token: string | undefined;
  position: number;
  outboxId: number;
  readonly inbox: Map<number, InboxEvent>;
  readonly indexes: Map<string, number>;
  readonly commandIds: Set<string>;
  readonly journal: Map<string, JournalEntry>;
  readonly outbox: Map<number, OutboxEntry>;
  readonly facts: Map<string, string>;
  readonly audit: AuditEntry[];
  /** Every outcome in the order of finishing, and every verdict, for tests that count them. */
  readonly finished: { readonly commandId: string; readonly outcome: Outcome }[];
  readonly verdicts: Verdict[];
}

/** A copy that later changes leave alone; of nothing, an empty one. */
export function controlState(of?: ControlState): ControlState {
  return {
    token: of?.token,
    position: of?.position ?? 0,
    outboxId: of?.outboxId ?? 0,
    inbox: new Map(of?.inbox),
    indexes: new Map(of?.indexes),
    commandIds: new Set(of?.commandIds),
    journal: new Map(of?.journal),
    outbox: new Map(of?.outbox),
    facts: new Map(of?.facts),
    audit: [...(of?.audit ?? [])],
    finished: [...(of?.finished ?? [])],
    verdicts: [...(of?.verdicts ?? [])],
    pins: new Map(of?.pins),
    keysSeen: new Map(of?.keysSeen),
    switches: new Map(of?.switches),
  };
}
