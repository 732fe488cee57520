import type { Clock } from "../core/clock.ts";
import type { Pin } from "../core/store-ports.ts";
import type { TextOrigin } from "./admit-text.ts";
import { judgeTextAge } from "./freshness.ts";
import type { PairDesk } from "./pair.ts";
import type { Refusal } from "./refusal.ts";
import type { Speech } from "./speech.ts";

export interface PairRules {
  readonly clock: Clock;
  readonly pairing: Pick<PairDesk, "judge">;
  readonly speech: Pick<Speech, "pinned" | "alreadyPinned">;
}

export type PairJudgement =
  | { readonly kind: "answered"; readonly content: object; readonly pin?: Pin }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** `!pair` from a signed session of a listed operator. Being at the machine stands in for rule 2's pin and for rule 5. */
export function judgePair(
  code: string | undefined,
  { event, facts, operator, sentAt }: TextOrigin,
  { clock, pairing, speech }: PairRules,
): PairJudgement {
  const stale = judgeTextAge({ sentAt, receivedAt: event.receivedAt }, clock);
  if (stale !== undefined) return { kind: "refused", refusal: stale };
  const found = pairing.judge(operator, facts, code);
  switch (found.kind) {
    case "refused":
      return { kind: "refused", refusal: found };
    case "already":
      return { kind: "answered", content: speech.alreadyPinned(event.eventId) };
    case "paired": {
      const { masterKey, way } = found;
      const pin: Pin = { user: operator.user, masterKey, way, pinnedAt: clock.now() };
      return { kind: "answered", content: speech.pinned(pin, event.eventId, []), pin };
    }
  }
}
