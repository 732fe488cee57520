/** What matrix/ offers to the floors above. */

import type { RoomId, UserId } from "./ids.ts";

/** An event before it is sealed. State events carry a `stateKey`. */
export interface OutgoingEvent {
  readonly room: RoomId;
  readonly type: string;
  readonly content: object;
  readonly stateKey?: string;
}

/** Ready for the wire: encrypted once and never again. `txn` makes repeated PUTs one event. */
export interface SealedEvent {
  readonly room: RoomId;
  readonly type: string;
  /** JSON text of the wire content. */
  readonly wire: string;
  readonly txn: string;
  readonly stateKey?: string;
}

export type SealOutcome =
  | { readonly kind: "sealed"; readonly event: SealedEvent }
  /** Not now: the room is not known to be encrypted, or not joined; its members' keys cannot be fetched; somebody in it may not hear; our own identity was replaced. */
  | { readonly kind: "closed"; readonly code: ClosedCode; readonly detail: string };

export type ClosedCode = "not-encrypted" | "not-in-room" | "link-lost" | "audience" | "own-identity";

export type PutOutcome =
  | { readonly kind: "sent"; readonly eventId: string }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  /** No answer, 5xx: may or may not have arrived; to be repeated under the same `txn`, after `retryAfterMs` where the answer asked for that. */
  | { readonly kind: "unanswered"; readonly detail: string; readonly retryAfterMs?: number }
  /** 413: smaller ones may do. */
  | { readonly kind: "too-large"; readonly detail: string }
  /** 403 on a state event or on the room: power or membership is missing. */
  | { readonly kind: "forbidden"; readonly detail: string }
  /** Any other 4xx: this event will never be taken. */
  | { readonly kind: "rejected"; readonly status: number; readonly detail: string };

/** The only way out (matrix/put-event). */
export interface RoomSender {
  /** Encrypts where the room is encrypted; everything is refused in a room not known to be, unless `encryption: off`. */
  seal(event: OutgoingEvent, txn: string): Promise<SealOutcome>;
  put(event: SealedEvent): Promise<PutOutcome>;
}

/** A timeline event as it arrived, not yet judged. */
export interface InboxEvent {
  /** Order of arrival; unique for ever in one state directory. */
  readonly position: number;
  readonly room: RoomId;
  readonly eventId: string;
  readonly sender: UserId;
  /** Wire type, `m.room.encrypted` for all that counts. */
  readonly type: string;
  /** JSON text of the whole event as the homeserver gave it. */
  readonly raw: string;
  /** UTC ms at which the agent received it. */
  readonly receivedAt: number;
}

/** What the key of a decrypted event proves about its sender (matrix/sender-trust). Facts only; control/ judges them. */
export interface SenderFacts {
  /** The sending key belongs to a device in its owner's list now, and the owner signed it. */
  readonly device: "signed" | "unsigned" | "unknown";
  /** Unpadded base64 of the owner's master key as served now; undefined when there is none. */
  readonly masterKey: string | undefined;
  /** Shield of the crypto library, `none` being the best. The lax one: pins, not emoji, say whom we trust. */
  readonly shield: "none" | "grey" | "red";
  /** Forwarded, imported, from a backup or a bundle. */
  readonly forwarded: boolean;
  readonly sessionId: string;
  /** Megolm message index. */
  readonly index: number;
  /** What `recheck` finds the device by; without them it answers `unknown`. */
  readonly keys?: SenderKeys;
}

/** Identity keys of the sending device, unpadded base64, bound to the Megolm session. */
export interface SenderKeys {
  readonly curve25519: string;
  readonly ed25519: string;
}

export type OpenedEvent =
  | {
      readonly kind: "opened";
      readonly type: string;
      /** `m.relates_to` in here may be the one from outside, copied in by the library where the inside has none. */
      readonly content: Readonly<Record<string, unknown>>;
      readonly facts: SenderFacts;
      /** `m.relates_to` of the wire content, which the homeserver can forge. */
      readonly relationOutside?: unknown;
    }
  /** In clear; `type` and `content` are the wire's. */
  | { readonly kind: "plaintext"; readonly type: string; readonly content: Readonly<Record<string, unknown>> }
  /** The key has not arrived; holds back only later events of the same session. */
  | { readonly kind: "waiting"; readonly sessionId: string }
  /** The sender's device is not signed, or not known, or an identity verified by emoji was replaced: strict isolation refuses to decrypt. */
  | {
      readonly kind: "isolated";
      readonly code: "unsigned-device" | "unknown-device" | "identity-changed";
      readonly sessionId: string;
    }
  | { readonly kind: "undecryptable"; readonly detail: string; readonly sessionId: string | undefined };

/** Decrypts inbox events one at a time, in the order asked. */
export interface EventOpener {
  open(event: InboxEvent): Promise<OpenedEvent>;
  /** The facts again, at the moment of acting: device list, signature and master key as served now. */
  recheck(sender: UserId, facts: SenderFacts): Promise<SenderFacts>;
}

/** What the agent knows of its rooms right now. */
export interface RoomFacts {
  isJoined(room: RoomId, user: UserId): boolean;
  members(room: RoomId): readonly UserId[];
  /** Joined users who say of themselves that they are an agent (`dev.roomwire.agent`). */
  agents(room: RoomId): readonly UserId[];
  /** Seen encrypted once: kept, whatever later state says. */
  isEncrypted(room: RoomId): boolean;
  /** State itself is encrypted (MSC4362). */
  isStateEncrypted(room: RoomId): boolean;
}
