import type { DecryptedRoomEvent } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { EventOpener, InboxEvent, OpenedEvent, SenderFacts } from "../core/room-ports.ts";
import type { Library } from "./load-library.ts";
import { messageIndex } from "./message-index.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import { type SenderLists, senderLists, senderTrust } from "./sender-trust.ts";
import { reasonOf } from "./wait-for-homeserver.ts";

export interface OpenEventParts {
  readonly library: Pick<Library, "wasm">;
  readonly reach: Pick<CryptoReach, "decrypt" | "lists" | "queryKeys">;
  readonly clock: Clock;
}

interface Envelope {
  readonly content: Readonly<Record<string, unknown>>;
  readonly sessionId: string;
  readonly index: number;
}

/** A user's keys are asked for out of turn at most this often, since strangers can cause it. */
const queryEvery = 10_000;

/**
 * Decrypts straight in the crypto machine. The library's own way keeps every event it cannot decrypt for ever and stops at
 * "signed or legacy"; `CrossSigned` also refuses sessions that were imported or came from a backup, which prove no sender.
 */
export class OpenEvent implements EventOpener {
  readonly #parts: OpenEventParts;
  readonly #asked = new Map<UserId, number>();

  constructor(parts: OpenEventParts) {
    this.#parts = parts;
  }

  async open(event: InboxEvent): Promise<OpenedEvent> {
    const content = (JSON.parse(event.raw) as { content: Readonly<Record<string, unknown>> }).content;
    if (event.type !== "m.room.encrypted") return { kind: "plaintext", type: event.type, content };
    const { algorithm, ciphertext, session_id: sessionId } = content;
    if (algorithm !== "m.megolm.v1.aes-sha2" || typeof ciphertext !== "string" || typeof sessionId !== "string") {
      return { kind: "undecryptable", detail: "The event is not a Megolm message.", sessionId: undefined };
    }
    const index = messageIndex(ciphertext);
    if (index === undefined) {
      return { kind: "undecryptable", detail: "The ciphertext has no message index.", sessionId };
    }
    const envelope = { content, sessionId, index };
    const opened = await this.#decrypt(event, envelope);
    // A device that was new a moment ago: its owner's list may still be under way.
    const retry = opened.kind === "isolated" && (await this.#askKeys(event.sender));
    return retry ? this.#decrypt(event, envelope) : opened;
  }

  async recheck(sender: UserId, facts: SenderFacts): Promise<SenderFacts> {
    return { ...facts, ...senderTrust(await this.#lists(sender), facts.keys) };
  }

  async #decrypt(event: InboxEvent, envelope: Envelope): Promise<OpenedEvent> {
    const { wasm } = this.#parts.library;
    try {
      const settings = new wasm.DecryptionSettings(wasm.TrustRequirement.CrossSigned);
      const decrypting = this.#parts.reach.decrypt(event.raw, new wasm.RoomId(event.room), settings);
      const [found, lists] = await Promise.all([decrypting, this.#lists(event.sender)]);
      using decrypted = found;
      return this.#opened(envelope, decrypted, lists);
    } catch (error) {
      return this.#refused(error, envelope.sessionId);
    }
  }

  #opened(envelope: Envelope, decrypted: DecryptedRoomEvent, lists: SenderLists): OpenedEvent {
    const { type, content } = JSON.parse(decrypted.event) as { type: string; content: Record<string, unknown> };
    const ed25519 = decrypted.senderClaimedEd25519Key;
    const keys = ed25519 === undefined ? undefined : { curve25519: decrypted.senderCurve25519Key, ed25519 };
    const facts: SenderFacts = {
      ...senderTrust(lists, keys),
      shield: this.#shield(decrypted),
      forwarded: decrypted.forwarder !== undefined,
      sessionId: envelope.sessionId,
      index: envelope.index,
      ...(keys === undefined ? {} : { keys }),
    };
    const outside = envelope.content["m.relates_to"];
    return { kind: "opened", type, content, facts, ...(outside === undefined ? {} : { relationOutside: outside }) };
  }

  async #lists(sender: UserId): Promise<SenderLists> {
    const { library, reach } = this.#parts;
    using user = new library.wasm.UserId(sender);
    return await senderLists(reach.lists, user);
  }

  /** The lax shield: the strict one is red for everybody whom this device did not verify by emoji, pins or not. */
  #shield(decrypted: DecryptedRoomEvent): SenderFacts["shield"] {
    const { ShieldColor } = this.#parts.library.wasm;
    const colour = decrypted.shieldState(false).color;
    if (colour === ShieldColor.None) return "none";
    return colour === ShieldColor.Grey ? "grey" : "red";
  }

  #refused(error: unknown, sessionId: string): OpenedEvent {
    const { MegolmDecryptionError, DecryptionErrorCode } = this.#parts.library.wasm;
    if (!(error instanceof MegolmDecryptionError)) {
      return { kind: "undecryptable", detail: reasonOf(error), sessionId };
    }
    switch (error.code) {
      case DecryptionErrorCode.MissingRoomKey:
        return { kind: "waiting", sessionId };
      case DecryptionErrorCode.UnsignedSenderDevice:
        return { kind: "isolated", code: "unsigned-device", sessionId };
      case DecryptionErrorCode.UnknownSenderDevice:
        return { kind: "isolated", code: "unknown-device", sessionId };
      case DecryptionErrorCode.SenderIdentityVerificationViolation:
        return { kind: "isolated", code: "identity-changed", sessionId };
      default:
        return { kind: "undecryptable", detail: error.description, sessionId };
    }
  }

  /** Whether there is news. */
  async #askKeys(user: UserId): Promise<boolean> {
    const now = this.#parts.clock.monotonic();
    if (now - (this.#asked.get(user) ?? Number.NEGATIVE_INFINITY) < queryEvery) return false;
    if (this.#asked.size >= 1000) this.#asked.clear();
    this.#asked.set(user, now);
    try {
      await this.#parts.reach.queryKeys(new this.#parts.library.wasm.UserId(user));
      return true;
    } catch {
      return false;
    }
  }
}
