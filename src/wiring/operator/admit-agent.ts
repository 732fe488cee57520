import type { SenderFacts } from "../../core/room-ports.ts";
import type { IgnoredReason } from "./operator-event.ts";

export type AgentAdmission =
  | { readonly kind: "admitted"; readonly masterKey: string }
  | { readonly kind: "identity-changed"; readonly masterKey: string }
  | { readonly kind: "refused"; readonly reason: IgnoredReason };

/** Whether a decrypted event may be believed: a device that its owner signed, its own key, and the identity seen first. */
export function admitAgent(facts: SenderFacts, pinned: string | undefined): AgentAdmission {
  const { device, masterKey, shield, forwarded } = facts;
  if (device !== "signed" || masterKey === undefined) return { kind: "refused", reason: "unsigned" };
  if (shield !== "none" || forwarded) return { kind: "refused", reason: "untrusted-key" };
  if (pinned !== undefined && pinned !== masterKey) return { kind: "identity-changed", masterKey };
  return { kind: "admitted", masterKey };
}
