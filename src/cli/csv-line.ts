import { formatDecimal } from "../core/decimal.ts";
import type { DecodedReading } from "../core/decode-columns.ts";
import { timeText } from "../core/time-text.ts";
import { isDecimal, type Value } from "../core/value.ts";
import type { EventOrigin, OperatorEvent } from "../wiring/operator/operator-event.ts";

type Readings = EventOrigin & Extract<OperatorEvent, { kind: "readings" }>;

/** First line of what `csvLine` makes. */
export const csvHead = "time,thing,name,value,unit,quality,agent,epoch,seq,times";

/** A reading as a line of CSV (RFC 4180, without its CR). Numbers to their last digit; times are ISO 8601, UTC. */
export function csvLine({ agent, epoch, seq, times }: Readings, reading: DecodedReading): string {
  const { at, thing, name, value, unit = "", quality } = reading;
  return [timeText(at), thing, name, valueText(value), unit, quality, agent, String(epoch), String(seq), times ?? ""]
    .map(cell)
    .join();
}

function valueText(value: Value | undefined): string {
  if (value === undefined) return "";
  return isDecimal(value) ? formatDecimal(value) : String(value);
}

/** Quoted where it must be. A spreadsheet takes what begins with `=`, `+`, `-` or `@` as a formula, unless it is a number. */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) && !/^@[^,"]+:[\w.:-]+$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
