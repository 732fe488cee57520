import type { ChartSeries } from "./chart-series.ts";
import { palette } from "./palette.ts";

/** What is drawn over one scale. */
export interface Panel {
  readonly kind: "numbers" | "words";
  /** Of `words` exactly one. */
  readonly series: readonly ChartSeries[];
  /** One for each of them. */
  readonly colours: readonly string[];
}

/** Numbers of one unit share a panel; each boolean and each text has its own. In the order in which they were asked for. */
export function panelsOf(all: readonly ChartSeries[]): readonly Panel[] {
  const panels = new Map<string, Panel>();
  for (const [place, series] of all.entries()) {
    const { property } = series;
    const isNumber = property.type === "number" || property.type === "integer";
    const colour = palette.lines[place % palette.lines.length] ?? palette.text;
    const key = isNumber ? `unit ${property.unit ?? ""}` : property.path;
    const known = panels.get(key);
    panels.set(key, {
      kind: isNumber ? "numbers" : "words",
      series: [...(known?.series ?? []), series],
      colours: [...(known?.colours ?? []), colour],
    });
  }
  return [...panels.values()];
}
