import { formatDecimal } from "../core/decimal.ts";
import { isDecimal, type Value } from "../core/value.ts";
import type { OperatorEvent } from "../wiring/operator/operator-event.ts";

/** An event as one line of JSON (docs/operator.md). Numbers of readings are decimal strings, as in every event. */
export function eventJson(event: OperatorEvent): string {
  if (event.kind !== "readings" && event.kind !== "latest") return JSON.stringify(event);
  const readings = event.readings.map(({ value, ...reading }) => ({
    ...reading,
    ...(value !== undefined && { value: plain(value) }),
  }));
  return JSON.stringify({ ...event, readings });
}

function plain(value: Value): boolean | string {
  return isDecimal(value) ? formatDecimal(value) : value;
}
