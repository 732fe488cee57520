import type { SeededRandom } from "../fakes/seeded-random.ts";

/** What may go wrong around the agent, each with how long it lasts at most, ms. */
const kinds = {
  /** Every request fails at once, and nothing is heard. */
  away: 15_000,
  /** No request is answered, none fails. */
  "half-open": 12_000,
  /** Requests and replies are lost, late or doubled, one by one. */
  lossy: 20_000,
  /** Another program of the account has spent the rate. */
  limited: 0,
  /** The next event is refused for good. */
  rejected: 5_000,
  /** A proxy lets no large events through. */
  "too-large": 20_000,
  /** No store takes anything. */
  "disk-full": 8_000,
  /** The reading log takes nothing. */
  "log-full": 12_000,
  /** Some commits fail, before or after they are on the disk. */
  "disk-flaky": 10_000,
  /** A counter counts hundreds of times a second at most. */
  burst: 6_000,
  /** The hardware cannot be reached. */
  cable: 6_000,
  /** The broker cannot be reached. */
  broker: 8_000,
  "clock-back": 10_000,
  "clock-forward": 10_000,
  /** The system does not vouch for its clock. */
  unsynchronised: 10_000,
  /** The homeserver gives everything once more, under the same ids. */
  again: 0,
  /** There is room for a few readings only. */
  "small-quota": 15_000,
  /** The agent is told to end, and started again. */
  restart: 0,
  /** The agent's process is killed. */
  crash: 0,
} as const;

export const troubleKinds = Object.keys(kinds) as (keyof typeof kinds)[];

export interface Trouble {
  readonly kind: keyof typeof kinds;
  /** Monotonic ms. */
  readonly at: number;
  readonly forMs: number;
}

/** ms in which troubles begin. */
const stormMs = 32_000;

/** Three to nine of them, in any order and at the same time. */
export function drawTroubles(random: SeededRandom): readonly Trouble[] {
  return Array.from({ length: 3 + random.below(7) }, () => {
    const kind = random.pick(troubleKinds);
    const longest = kinds[kind];
    return { kind, at: 500 + random.below(stormMs), forMs: longest === 0 ? 0 : 500 + random.below(longest) };
  });
}
