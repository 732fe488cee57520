/** Where a telemetry event stands among those of its agent. */
export interface TelemetryPlace {
  readonly epoch: number;
  readonly seq: number;
  /** Of an epoch's first: the event sealed last before it. */
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
}

/** The numbers of a `dev.roomwire.telemetry` content; undefined when they are none. */
export function telemetryPlace(content: Readonly<Record<string, unknown>>): TelemetryPlace | undefined {
  const place = numbersOf(content);
  return place && { ...place, after: numbersOf(content.after) };
}

function numbersOf(content: unknown): Omit<TelemetryPlace, "after"> | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const { epoch, seq } = content as Readonly<Record<string, unknown>>;
  return isCount(epoch) && isCount(seq) ? { epoch, seq } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}
