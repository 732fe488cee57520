import type { RoomId } from "./ids.ts";
import type { Property } from "./property.ts";

/** A chart that somebody asked for. */
export interface ChartWish {
  /** In the order in which they are drawn, at least one. */
  readonly properties: readonly Property[];
  /** ms that it goes back from now. */
  readonly lengthMs: number;
  /** Properties of a Thing that have no place in it. */
  readonly leftOut: number;
}

/** A chart that somebody may see, and the message that asked for it. */
export interface AskedChart {
  readonly chart: ChartWish;
  readonly room: RoomId;
  readonly eventId: string;
}
