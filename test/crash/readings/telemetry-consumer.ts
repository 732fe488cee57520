import { telemetryType } from "../../../schemas/telemetry.ts";
import { decodeColumns } from "../../../src/core/decode-columns.ts";
import type { RoomId, UserId } from "../../../src/core/ids.ts";
import { type PlainClient, request } from "../../homeserver/matrix-user.ts";

export interface ReceivedReading {
  readonly series: string;
  readonly value: number;
  /** UTC ms. */
  readonly at: number;
}

export interface ReceivedTelemetry {
  readonly epoch: number;
  readonly seq: number;
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
  readonly readings: readonly ReceivedReading[];
}

/** Another client in the room: pages through all that the homeserver has of the agent, and decrypts it. */
export interface TelemetryConsumer {
  /** Every telemetry event, in the order of the room. */
  readonly received: readonly ReceivedTelemetry[];
  readonly faults: readonly string[];
  /** Takes what came since. Stops before an event whose key is not there yet. */
  look(): Promise<void>;
}

interface RawEvent extends Readonly<Record<string, unknown>> {
  readonly event_id: string;
  readonly sender: string;
  readonly type: string;
}

export function telemetryConsumer(
  { client, library, token }: PlainClient,
  homeserver: string,
  room: RoomId,
  agent: UserId,
): TelemetryConsumer {
  const received: ReceivedTelemetry[] = [];
  const faults: string[] = [];
  const seen = new Set<string>();
  let from = "";
  const take = async (raw: RawEvent): Promise<boolean> => {
    if (seen.has(raw.event_id) || raw.sender !== agent || raw.type !== "m.room.encrypted") return true;
    // The library's own type of an event is narrower than what a homeserver may send.
    const event = new library.sdk.MatrixEvent(raw as never);
    await client.decryptEventIfNeeded(event);
    if (event.isDecryptionFailure()) return false;
    seen.add(raw.event_id);
    const content = event.getContent();
    if (event.getType() === telemetryType) {
      const decoded = decodeColumns(content);
      if (!decoded.ok) faults.push(`${raw.event_id}: ${decoded.problem}`);
      else received.push({ ...numbers(content), readings: decoded.readings.map(readingOf) });
    } else if (event.getType() === "dev.roomwire.loss") faults.push(`told as lost: ${JSON.stringify(content)}`);
    return true;
  };
  return {
    received,
    faults,
    async look() {
      for (;;) {
        const start = from === "" ? "" : `&from=${encodeURIComponent(from)}`;
        const path = `/rooms/${encodeURIComponent(room)}/messages?dir=f&limit=100${start}`;
        const page = await request(homeserver, "GET", path, undefined, token);
        const events = page.chunk as readonly RawEvent[];
        for (const raw of events) if (!(await take(raw))) return;
        if (events.length === 0 || typeof page.end !== "string") return;
        from = page.end;
      }
    },
  };
}

type Decoded = Extract<ReturnType<typeof decodeColumns>, { readonly ok: true }>["readings"][number];

function readingOf({ thing, name, value, quality, at }: Decoded): ReceivedReading {
  const isWhole = typeof value === "object" && value.scale === 0 && quality === "ok";
  return { series: `${thing}/${name}`, value: isWhole ? Number(value.coefficient) : Number.NaN, at };
}

function numbers(content: Readonly<Record<string, unknown>>): Omit<ReceivedTelemetry, "readings"> {
  const { epoch, seq, after } = content as Omit<ReceivedTelemetry, "readings">;
  return { epoch, seq, after };
}
