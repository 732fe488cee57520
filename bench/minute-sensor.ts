import { affordancePath, asThingId } from "../src/core/ids.ts";
import type { NewLogEntry } from "../src/core/store-ports.ts";

const minuteMs = 60_000;

/** A slow wave with noise, measured once a minute, some ms off. */
export class MinuteSensor {
  readonly #path: NewLogEntry["path"];
  readonly #index: number;
  readonly #offset: number;

  constructor(index: number, of: number) {
    this.#index = index;
    this.#path = affordancePath(asThingId(`thing${index % 50}`), `temperature${Math.floor(index / 50)}`);
    this.#offset = Math.floor((index * minuteMs) / of);
  }

  *measure(from: number, to: number): Generator<NewLogEntry> {
    const first = Math.ceil((from - this.#offset) / minuteMs);
    for (let turn = first; turn * minuteMs + this.#offset < to; turn++) {
      const noise = (this.#index * 7919 + turn * 104_729) % 997;
      const coefficient = BigInt(Math.round(215 + 60 * Math.sin(this.#index + turn / 90)) + (noise % 3));
      const at = turn * minuteMs + this.#offset + (noise % 40);
      yield {
        path: this.#path,
        type: "number",
        unit: "Cel",
        scale: 1,
        value: { coefficient, scale: 1 },
        quality: "ok",
        at,
      };
    }
  }
}
