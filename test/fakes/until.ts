import { setTimeout as sleep } from "node:timers/promises";

/** s after which something is given up that did not come about; an emulated machine is given more. */
const patience = Number(process.env.UNTIL_SECONDS ?? 30);

/** Waits for something that a real part brings about, looking every few ms; fails with `what` when its time is up. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  between: () => Promise<unknown> = async () => {},
): Promise<void> {
  const deadline = performance.now() + 1000 * patience;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${patience} s in vain until ${what}`);
    await between();
    await sleep(5);
  }
}
