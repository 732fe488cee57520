import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { NewLogEntry } from "../core/store-ports.ts";
import { logEntry } from "./log-entry.ts";

/** Which latest values were not told yet, for events that tell them beside older readings. */
export class LatestNews {
  readonly #properties: readonly Property[];
  readonly #latest: (path: AffordancePath) => Reading | undefined;
  readonly #clock: Clock;
  readonly #told = new Map<AffordancePath, { readonly takenAt: number; readonly toldAt: number }>();

  constructor(properties: readonly Property[], latest: (path: AffordancePath) => Reading | undefined, clock: Clock) {
    this.#properties = properties;
    this.#latest = latest;
    this.#clock = clock;
  }

  /** Those told longest ago first. */
  untold(): readonly NewLogEntry[] {
    const news = this.#properties.flatMap((property) => {
      const reading = this.#latest(property.path);
      const told = this.#told.get(property.path);
      if (reading === undefined || reading.takenAt === told?.takenAt) return [];
      return [{ entry: logEntry(property, reading), toldAt: told?.toldAt ?? Number.NEGATIVE_INFINITY }];
    });
    // A difference would be NaN for two that were never told.
    return news.sort((a, b) => (a.toldAt === b.toldAt ? 0 : a.toldAt - b.toldAt)).map(({ entry }) => entry);
  }

  told(entries: readonly NewLogEntry[]): void {
    for (const { path } of entries) {
      const takenAt = this.#latest(path)?.takenAt;
      if (takenAt !== undefined) this.#told.set(path, { takenAt, toldAt: this.#clock.monotonic() });
    }
  }
}
