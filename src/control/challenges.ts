import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { Wish } from "./admit-wish.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** Monotonic ms in which a challenge must be answered. */
export const challengeMs = 30_000;
/** Challenges remembered of one sender: what is older is as unknown as one from before a restart. */
const mostPerSender = 16;
/** Bytes of a nonce. */
const nonceBytes = 16;

/** Random bytes of that length, not to be guessed. */
export type Random = (length: number) => Uint8Array;

export interface Challenge {
  /** 128 random bits, base64url. */
  readonly nonce: string;
  /** UTC ms on the agent's clock, for people; what counts is the monotonic clock. */
  readonly expiresAt: number;
}

interface Given {
  readonly nonce: string;
  /** The wish it was given for. */
  readonly bound: string;
  /** Monotonic ms. */
  readonly givenAt: number;
  isUsed: boolean;
}

/**
 * Proofs that a command event is fresh, whatever the wall clock says: a nonce for one sender and one wish, good once and
 * for 30 s. In memory only, so none outlives this run of the agent.
 */
export class Challenges {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #given = new Map<UserId, Given[]>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Gives a new one. Senders are listed operators, so their number is bounded too. */
  give(sender: UserId, wish: Wish): Challenge {
    const nonce = base64Url(this.#random(nonceBytes));
    const older = this.#given.get(sender) ?? [];
    const given = { nonce, bound: boundTo(wish), givenAt: this.#clock.monotonic(), isUsed: false };
    this.#given.set(sender, [...older.slice(1 - mostPerSender), given]);
    return { nonce, expiresAt: this.#clock.now() + challengeMs };
  }

  /** Why an answer proves nothing; undefined when it does. It is used up only by `use`. */
  judge(sender: UserId, wish: Wish, nonce: string): Refusal | undefined {
    const given = this.#find(sender, nonce);
    if (given === undefined || given.bound !== boundTo(wish)) return refuse("challenge-wrong");
    if (given.isUsed) return refuse("challenge-used");
    const isOver = this.#clock.monotonic() - given.givenAt >= challengeMs;
    return isOver ? refuse("challenge-expired") : undefined;
  }

  use(sender: UserId, nonce: string): void {
    const given = this.#find(sender, nonce);
    if (given !== undefined) given.isUsed = true;
  }

  #find(sender: UserId, nonce: string): Given | undefined {
    return this.#given.get(sender)?.find((given) => given.nonce === nonce);
  }
}

/** Everything that says what is to be done. */
function boundTo({ thing, op, name, input, lease }: Wish): string {
  return JSON.stringify([thing, op, name, input ?? null, lease ?? null]);
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
