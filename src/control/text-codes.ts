import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Wish } from "./admit-wish.ts";
import { challengeMs, type Random } from "./challenges.ts";

const mostTries = 3;
/** Monotonic ms for which a code that is over is still told from one that was never asked for. */
const rememberedMs = 300_000;

export type CodeJudgement =
  /** No code was asked for here. */
  | { readonly kind: "none" }
  | { readonly kind: "right"; readonly wish: Wish }
  | { readonly kind: "expired" }
  | { readonly kind: "wrong"; readonly triesLeft: number };

interface Asked {
  readonly code: string;
  readonly room: RoomId;
  readonly wish: Wish;
  /** Monotonic ms. */
  readonly askedAt: number;
  triesLeft: number;
}

/**
 * Four digits that an operator types to confirm what they wrote, since a text carries no time: once, within 30 s, three
 * tries, at most one open per operator. In memory only.
 */
export class TextCodes {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #asked = new Map<UserId, Asked>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new code for this wish; an older one of the operator is void. */
  ask(operator: UserId, room: RoomId, wish: Wish): string {
    const code = fourDigits(this.#random);
    this.#asked.set(operator, { code, room, wish, askedAt: this.#clock.monotonic(), triesLeft: mostTries });
    return code;
  }

  /** What a typed code means; changes nothing. */
  judge(operator: UserId, room: RoomId, code: string): CodeJudgement {
    const asked = this.#asked.get(operator);
    if (asked === undefined || asked.room !== room) return { kind: "none" };
    const ageMs = this.#clock.monotonic() - asked.askedAt;
    if (ageMs >= rememberedMs) return { kind: "none" };
    if (ageMs >= challengeMs) return asked.code === code ? { kind: "expired" } : { kind: "none" };
    return asked.code === code
      ? { kind: "right", wish: asked.wish }
      : { kind: "wrong", triesLeft: asked.triesLeft - 1 };
  }

  /** It was typed: a right or expired one is gone, a wrong one costs a try. */
  typed(operator: UserId, judgement: CodeJudgement): void {
    const asked = this.#asked.get(operator);
    if (asked === undefined || judgement.kind === "none") return;
    if (judgement.kind === "wrong" && judgement.triesLeft > 0) asked.triesLeft = judgement.triesLeft;
    else this.#asked.delete(operator);
  }
}

/** Even over 0000 to 9999: 60,000 is the largest multiple of 10,000 in 16 bits. */
function fourDigits(random: Random): string {
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const number = high * 256 + low;
    if (number < 60_000) return String(number % 10_000).padStart(4, "0");
  }
}
