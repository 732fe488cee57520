import { formatDuration } from "../../core/duration.ts";
import { showValue } from "../../core/event-value.ts";
import { visible } from "../../core/visible.ts";
import { type FindThing, seenOf } from "../event-lines.ts";
import type { LiveValue } from "./live-values.ts";
import { sparkBars } from "./spark-bars.ts";

export interface TableSize {
  readonly columns: number;
  readonly rows: number;
}

const head = ["THING/PROPERTY", "VALUE", "AGE", "COURSE"] as const;
const widestName = 34;
const widestValue = 24;

/** A table of the newest values, cut to the size of the terminal. `now`: UTC ms. */
export function tableLines(
  values: readonly LiveValue[],
  findThing: FindThing,
  now: number,
  { columns, rows }: TableSize,
): readonly string[] {
  const several = new Set(values.map(({ agent }) => agent)).size > 1;
  const cells = values.map((value) => {
    const { agent, thing, name, quality, at, course } = value;
    const shown = valueText(value, findThing);
    const named = several ? `${agent} ${thing}/${name}` : `${thing}/${name}`;
    return [visible(named), quality === "ok" ? shown : `${shown} ${quality}`.trim(), age(now - at), course] as const;
  });
  const nameWidth = Math.min(widestName, Math.max(head[0].length, ...cells.map(([name]) => name.length)));
  const valueWidth = Math.min(widestValue, Math.max(head[1].length, ...cells.map(([, value]) => value.length)));
  const left = columns - nameWidth - valueWidth - 12;
  const line = (name: string, value: string, time: string, course: string): string =>
    [fit(name, nameWidth), fit(value, valueWidth), time.padStart(6), course].join("  ").trimEnd().slice(0, columns);
  const lines = cells.map(([name, value, time, course]) =>
    line(name, value, time, course.length > 1 && left > 4 ? sparkBars(course, Math.min(left, 40)) : ""),
  );
  const room = Math.max(1, rows - 1);
  const cut = lines.length > room ? [...lines.slice(0, room - 1), `… and ${lines.length - room + 1} more`] : lines;
  return [line(...head), ...cut];
}

function valueText({ agent, thing, name, value, unit }: LiveValue, findThing: FindThing): string {
  if (value === undefined) return "-";
  const property = findThing(agent, thing)?.properties[name];
  return visible(showValue(seenOf(property, unit ?? property?.unit), value));
}

/** `12s`, `5m`, `3h`: whole, the largest unit. */
function age(ms: number): string {
  const unit = [86_400_000, 3_600_000, 60_000, 1000].find((size) => ms >= size) ?? 1000;
  return formatDuration(Math.max(0, Math.floor(ms / unit)) * unit);
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
