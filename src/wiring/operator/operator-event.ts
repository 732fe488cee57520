import type { AgentContent } from "../../../schemas/agent.ts";
import type { AuditContent } from "../../../schemas/audit.ts";
import type { LossContent } from "../../../schemas/loss.ts";
import type { ResultContent } from "../../../schemas/result.ts";
import type { SnapshotContent } from "../../../schemas/snapshot.ts";
import type { StateContent } from "../../../schemas/state.ts";
import type { ThingContent } from "../../../schemas/thing.ts";
import type { DecodedReading } from "../../core/decode-columns.ts";
import type { RoomId, UserId } from "../../core/ids.ts";

/** What an agent said, checked: encrypted, signed, seen once. Only `agent-state` comes in clear. */
export type OperatorEvent = EventOrigin & OperatorNews;

export interface EventOrigin {
  readonly agent: UserId;
  readonly room: RoomId;
  /** undefined for `agent-state`. */
  readonly eventId: string | undefined;
  /** UTC ms at which this side received it. */
  readonly receivedAt: number;
}

export type OperatorNews =
  | {
      readonly kind: "readings";
      readonly epoch: number;
      readonly seq: number;
      /** An event sealed after it was here before it. */
      readonly isLate: boolean;
      /** Whether the agent's clock was known to be right. */
      readonly clock: "trusted" | "untrusted";
      /** Where times were not known when they were measured: computed later, or some are guesses still. */
      readonly times: "repaired" | "guessed" | undefined;
      readonly readings: readonly DecodedReading[];
    }
  /** What is newest, told ahead while older readings wait; it comes again among the `readings`. */
  | { readonly kind: "latest"; readonly readings: readonly DecodedReading[] }
  /** Telemetry events `from` to `to` of an epoch are missing; one that still comes `isLate`. */
  | { readonly kind: "gap"; readonly epoch: number; readonly from: number; readonly to: number }
  /** Readings that the agent gave up before they were delivered: they never come. */
  | { readonly kind: "loss"; readonly content: LossContent }
  | { readonly kind: "state"; readonly thing: string; readonly content: StateContent }
  | { readonly kind: "thing"; readonly thing: string; readonly content: ThingContent }
  | { readonly kind: "snapshot"; readonly content: SnapshotContent }
  | { readonly kind: "result"; readonly content: ResultContent }
  | { readonly kind: "audit"; readonly content: AuditContent }
  /** `m.room.message` of an agent: an answer (`m.notice`) or an alert (`m.text`). */
  | {
      readonly kind: "message";
      readonly msgtype: string;
      readonly body: string;
      /** Event id of what it replies or refers to. */
      readonly relatesTo: string | undefined;
    }
  | { readonly kind: "agent-state"; readonly content: AgentContent; readonly isOnline: boolean }
  /** Once per agent: its identity is not the one seen first, and nothing of it is taken. */
  | { readonly kind: "identity-changed"; readonly masterKey: string; readonly pinned: string };

/** Events of agents that were not taken, by reason. */
export type Ignored = Readonly<Record<IgnoredReason, number>>;

export type IgnoredReason =
  | "plaintext"
  | "unsigned"
  | "untrusted-key"
  | "identity-changed"
  | "replay"
  | "duplicate"
  | "undecryptable"
  | "malformed";
