import { decodeColumns } from "../src/core/decode-columns.ts";
import { decodeLatest } from "../src/core/latest-rows.ts";
import type { HandClock } from "../test/fakes/hand-clock.ts";

const minuteMs = 60_000;

/** What the room holds of readings a minute apart; throws where one is missing, twice or out of its order. */
export class MinuteOracle {
  readings = 0;
  readonly delays: number[] = [];
  readonly #clock: HandClock;
  readonly #lastAt = new Map<string, number>();

  constructor(clock: HandClock) {
    this.#clock = clock;
  }

  take(wire: string): void {
    const content = JSON.parse(wire);
    if (content.columns === undefined) return;
    const history = decodeColumns(content);
    if (!history.ok) throw new Error("an event cannot be read");
    for (const { thing, name, at } of history.readings) {
      const path = `${thing}/${name}`;
      const before = this.#lastAt.get(path) ?? 0;
      const step = Math.round((at - before) / minuteMs);
      if (before > 0 && step !== 1) throw new Error(`${path}: ${step} minutes from one reading to the next`);
      this.#lastAt.set(path, at);
      this.readings += 1;
    }
    for (const { at } of decodeLatest(content)) this.delays.push(this.#clock.now() - at);
  }
}
