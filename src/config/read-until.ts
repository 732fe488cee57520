import { endOfDay } from "../core/end-of-day.ts";
import type { Findings } from "./problem.ts";
import { momentShape } from "./schema/shapes.ts";
import { child, type SourceNode } from "./source-node.ts";

const moment =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2})))?$/;

/**
 * The UTC ms under a key: the end of a day in the time zone, or a date-time (RFC 3339); undefined where there is none or
 * it is wrong, which is then told.
 */
export function readUntil(node: SourceNode, key: string, timeZone: string, findings: Findings): number | undefined {
  const found = child(node, key);
  if (found?.kind !== "scalar" || typeof found.value !== "string") return undefined;
  if (!new RegExp(momentShape.pattern).test(found.value)) return undefined;
  const ms = momentOf(found.value, timeZone);
  if (ms === undefined) findings.problem(found.place, "there is no such day or time in the calendar");
  return ms;
}

function momentOf(text: string, timeZone: string): number | undefined {
  const parts = moment.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [fraction = "", sign = "+", offsetHour = "0", offsetMinute = "0"] = parts.slice(7);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  // RFC 3339 allows a leap second, 60; the clock has none.
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  if (parts[4] === undefined) return endOfDay({ year, month, day }, timeZone);
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === "-" ? -1 : 1);
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset;
}
