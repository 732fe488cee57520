import type { Property } from "../../core/property.ts";
import type { Stretch } from "../../core/stretch.ts";
import type { Thing } from "../../core/thing.ts";

/** The time that a chart shows, UTC ms. */
export interface ChartSpan {
  readonly fromAt: number;
  readonly toAt: number;
}

/** How days and times are written: a BCP 47 locale, and a time zone of the IANA list. */
export interface Wall {
  readonly locale: string;
  readonly timeZone: string;
}

/** A property and what is known of it over that time. */
export interface ChartSeries {
  readonly thing: Thing;
  readonly property: Property;
  readonly stretches: readonly Stretch[];
}
