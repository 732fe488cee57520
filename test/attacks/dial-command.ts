import type { SeededRandom } from "../fakes/seeded-random.ts";
import type { Content } from "../homeserver/lying/wire.ts";
import type { Stage } from "./stage.ts";

/** ms for which a command is valid at least, and how many more by chance. */
export interface Validity {
  readonly least: number;
  readonly more: number;
}

/** A good command to set the dial, issued within the last second. */
export function dialCommand(
  { random, clock, agent, room, value }: DialStage,
  { least, more }: Validity,
  change: Content,
): Content {
  const now = clock.now();
  return {
    v: 1,
    id: random.uuid(),
    agent,
    room_id: room,
    thing: "hall",
    op: "write",
    name: "dial",
    input: value(),
    issued_at: now - random.below(1_000),
    expires_at: now + least + random.below(more),
    ...change,
  };
}

interface DialStage extends Pick<Stage, "clock" | "agent" | "room" | "value"> {
  readonly random: SeededRandom;
}
