import { formatDecimal } from "../../core/decimal.ts";
import { isDecimal } from "../../core/value.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";

type Readings = Extract<OperatorEvent, { kind: "readings" }>;
export type SeenReading = Readings["readings"][number] & Pick<Readings, "epoch" | "seq">;
export type SeenResult = Extract<OperatorEvent, { kind: "result" }>["content"];

/** What the operator's side received, decrypted and checked. The scene is judged by nothing else but this and the hardware. */
export interface Observations {
  take(event: OperatorEvent): void;
  /** All readings of a property, in the order of arrival. */
  readings(thing: string, name: string): readonly SeenReading[];
  /** All results of a command id, in the order of arrival. */
  results(commandId: string): readonly SeenResult[];
  /** What the agent said in answer to an event. */
  answerTo(eventId: string): string | undefined;
}

export function observations(): Observations {
  const events: OperatorEvent[] = [];
  return {
    take: (event) => void events.push(event),
    readings: (thing, name) =>
      events.flatMap((event) => {
        if (event.kind !== "readings") return [];
        const { epoch, seq } = event;
        return event.readings
          .filter((reading) => reading.thing === thing && reading.name === name)
          .map((reading) => ({ ...reading, epoch, seq }));
      }),
    results: (commandId) =>
      events.flatMap((event) =>
        event.kind === "result" && event.content.command === commandId ? [event.content] : [],
      ),
    answerTo: (eventId) =>
      events.flatMap((event) => (event.kind === "message" && event.relatesTo === eventId ? [event.body] : []))[0],
  };
}

/** `21.50 Cel`, `true`, or the quality where there is no value. */
export function showObserved({ value, unit, quality }: Pick<SeenReading, "value" | "unit" | "quality">): string {
  if (value === undefined) return quality;
  const shown = isDecimal(value) ? formatDecimal(value) : String(value);
  const withUnit = unit === undefined ? shown : `${shown} ${unit}`;
  return quality === "ok" ? withUnit : `${withUnit} (${quality})`;
}
