import { setTimeout as sleep } from "node:timers/promises";

/** Waits for something that a real part brings about, looking every few ms; fails with `what` after 8 s. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  between: () => Promise<unknown> = async () => {},
): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited 30 s in vain until ${what}`);
    await between();
    await sleep(5);
  }
}
