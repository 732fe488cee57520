import type { Property } from "../../core/property.ts";
import type { Stretch } from "../../core/stretch.ts";
import type { Thing } from "../../core/thing.ts";

/** The time that a chart shows, UTC ms. */
export interface ChartSpan {
  readonly fromAt: number;
  readonly toAt: number;
}

/** A property and what is known of it over that time. */
export interface ChartSeries {
  readonly thing: Thing;
  readonly property: Property;
  readonly stretches: readonly Stretch[];
}
