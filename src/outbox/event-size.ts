import type { SealedEvent } from "../core/room-ports.ts";

/**
 * Bytes of sealed content that fit an event of 65,536 bytes (Matrix spec, size limits) with the worst envelope: sender, room, server and key
 * names of 255 bytes, 20 previous and 10 authorising events, hashes and a signature.
 */
export const largestWire = 62_500;
/** A homeserver that refuses even this refuses the event for another reason. */
const smallestWire = 2000;
/** Base64 makes four bytes of three. */
const encryptedSlope = 4 / 3;
/** What encryption adds at first, until it was measured: algorithm, ids, keys, authentication. */
const usualOffset = 600;
/** So many events must be taken before a size that was refused is tried again. */
const patience = 100;

/** How large the content of an event may be, learnt from what sealing made of the last ones and from refusals. */
export class EventSize {
  #limit = largestWire;
  #slope = encryptedSlope;
  #offset = usualOffset;
  /** The smallest one that the homeserver found too large. */
  #refused = Number.POSITIVE_INFINITY;
  #takenSince = 0;

  /** Bytes of JSON. */
  get largestContent(): number {
    return Math.floor((this.#limit - this.#offset) / this.#slope);
  }

  /** Learns from one that was sealed. Returns whether it may be sent. */
  sealed(contentBytes: number, sealed: SealedEvent): boolean {
    const bytes = wireBytes(sealed);
    const isPlain = bytes <= contentBytes * 1.1;
    this.#slope = isPlain ? 1 : encryptedSlope;
    const added = Math.ceil(bytes - contentBytes * this.#slope);
    this.#offset = isPlain ? Math.max(0, added) : Math.max(usualOffset, added);
    return bytes <= this.#limit;
  }

  /** Whether smaller ones can be made, and make sense, after a 413. */
  canBeLess(sealed: SealedEvent): boolean {
    const bytes = wireBytes(sealed);
    return bytes <= this.#limit && bytes >= 2 * smallestWire;
  }

  /** 413. */
  refused(sealed: SealedEvent): void {
    const bytes = wireBytes(sealed);
    this.#refused = Math.min(this.#refused, bytes);
    this.#takenSince = 0;
    this.#limit = Math.floor(bytes / 2);
  }

  /** The homeserver took one: larger ones may do again, up to just below what was refused. */
  taken(): void {
    if (this.#limit === largestWire) return;
    this.#takenSince += 1;
    if (this.#takenSince >= patience) this.#refused = Number.POSITIVE_INFINITY;
    const grown = Math.min(largestWire, this.#limit * 1.25, this.#refused * 0.9);
    this.#limit = Math.floor(Math.max(this.#limit, grown));
  }
}

const utf8 = new TextEncoder();

function wireBytes({ wire }: SealedEvent): number {
  return utf8.encode(wire).length;
}
