import type { ChartSpan, Wall } from "./chart-series.ts";

/** The span in words: `26 Nov, 08:53 – 27 Nov, 08:53 CET`. */
export function saySpan({ fromAt, toAt }: ChartSpan, { locale, timeZone }: Wall): string {
  const told = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const dated = { ...told, day: "numeric", month: "short" } as const;
  const from = new Intl.DateTimeFormat(locale, dated).format(fromAt);
  const to = new Intl.DateTimeFormat(locale, { ...dated, timeZoneName: "short" }).format(toAt);
  return `${from} – ${to}`;
}
