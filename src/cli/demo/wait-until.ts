import type { Clock } from "../../core/clock.ts";

const lookEveryMs = 25;

/** Looks until there is something to see. Rejects with one sentence when there is nothing within `withinMs`. */
export async function waitUntil<Seen>(
  clock: Clock,
  what: string,
  withinMs: number,
  look: () => Seen | undefined | false | Promise<Seen | undefined | false>,
): Promise<Seen> {
  const deadline = clock.monotonic() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (clock.monotonic() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await new Promise<void>((done) => clock.after(lookEveryMs, done));
  }
}
