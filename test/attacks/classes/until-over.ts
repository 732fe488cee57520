import type { StageClock } from "../stage.ts";

/** Until disposed, the clock says a day on which the helper's rights are over. */
export function untilOver(clock: StageClock): Disposable {
  const years = 175 * 366 * 86_400_000;
  clock.jump(years);
  return { [Symbol.dispose]: () => clock.jump(-years) };
}
