import { formatDecimal } from "./decimal.ts";
import { type DecodedReading, decodeColumns } from "./decode-columns.ts";
import { decodeLatest } from "./latest-rows.ts";
import { telemetryPlace } from "./telemetry-place.ts";
import { isDecimal } from "./value.ts";

/** One measurement. */
export interface TelemetryReading {
  readonly thing: string;
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  readonly quality: "ok" | "stale" | "unavailable" | "out-of-range" | "fault";
  /** undefined: there is no value, for the reason that `quality` tells. */
  readonly type: "boolean" | "number" | "string" | undefined;
  /** A number as decimal text, exact to the last digit: `"21.50"`. */
  readonly value: boolean | string | undefined;
  readonly unit: string | undefined;
}

/** One `dev.roomwire.telemetry` event. */
export interface Telemetry {
  /** Which run of the agent made it. */
  readonly epoch: number;
  /** From 1 in each epoch: a number left out is an event that is missing, one that was here is a duplicate. */
  readonly seq: number;
  /** Only in an epoch's first: the event sealed last before it. */
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
  /** Whether the agent's clock was known to be right. */
  readonly clock: "trusted" | "untrusted";
  /** Where times of `readings` were not known when they were measured: computed once the clock was set, or some are guesses still. */
  readonly times: "repaired" | "guessed" | undefined;
  /** History: each reading comes once, series by series, in the order of recording. */
  readonly readings: readonly TelemetryReading[];
  /** What is newest, told ahead while older readings wait. No part of history: it comes again. */
  readonly latest: readonly TelemetryReading[];
}

export type DecodedTelemetry = ({ readonly ok: true } & Telemetry) | { readonly ok: false; readonly problem: string };

/** Reads the decrypted content of a `dev.roomwire.telemetry` event. Takes any input and never throws. */
export function decodeTelemetry(content: unknown): DecodedTelemetry {
  if (typeof content !== "object" || content === null) return wrong("The content is no object.");
  const { v, clock, times, ...rest } = content as Readonly<Record<string, unknown>>;
  if (v !== 1) return wrong("It is not of version 1.");
  const place = telemetryPlace(rest);
  if (place === undefined) return wrong("Its numbers are wrong.");
  const columns = decodeColumns(content);
  if (!columns.ok) return wrong(columns.problem);
  return {
    ok: true,
    ...place,
    clock: clock === "trusted" ? "trusted" : "untrusted",
    times: times === "repaired" || times === "guessed" ? times : undefined,
    readings: columns.readings.map(plainReading),
    latest: decodeLatest(content).map(plainReading),
  };
}

function plainReading({ value, ...reading }: DecodedReading): TelemetryReading {
  if (value === undefined) return { ...reading, type: undefined, value };
  if (isDecimal(value)) return { ...reading, type: "number", value: formatDecimal(value) };
  return { ...reading, type: typeof value === "boolean" ? "boolean" : "string", value };
}

function wrong(problem: string): DecodedTelemetry {
  return { ok: false, problem };
}
