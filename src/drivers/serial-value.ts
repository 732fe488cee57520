import type { XStatic } from "typebox/schema";
import type { BusEvents, SerialSettings } from "../core/bus-ports.ts";
import type { AffordancePath } from "../core/ids.ts";
import { compilePayload } from "./compile-payload.ts";
import { type ConnectionContext, defineDriver } from "./define-driver.ts";
import { compileExtract, type Extracted } from "./extract.ts";
import { extractSchema, payloadSchema } from "./extract-schema.ts";
import { lineFrames } from "./frames/line.ts";
import { lossReport } from "./loss-report.ts";

/**
 * ms of silence after which the first byte begins a line. At 1200 baud a byte takes 8 ms, so a talker that is in the
 * middle of a line when the port opens is heard well before; its half line would be a wrong value.
 */
const silenceBetweenLines = 100;

const connection = {
  type: "object",
  additionalProperties: false,
  required: ["path", "baud_rate"],
  properties: {
    path: { type: "string", pattern: "^/", description: "The port, best by a name that stays: `/dev/serial/by-id/…`." },
    baud_rate: { type: "integer", minimum: 50, maximum: 4_000_000, description: "Speed, such as 9600 or 115200." },
    frame: { enum: ["line"], description: "How the bytes are cut. Default: line, ended by LF or CR LF." },
    max_line: { type: "integer", minimum: 16, maximum: 65_536, description: "Bytes of a line. Default: 1024." },
    data_bits: { enum: [5, 6, 7, 8], description: "Default: 8." },
    stop_bits: { enum: [1, 2], description: "Default: 1." },
    parity: { enum: ["none", "even", "odd"], description: "Default: none." },
  },
} as const;

const from = { type: "object", additionalProperties: false, properties: extractSchema } as const;
const to = {
  type: "object",
  additionalProperties: false,
  properties: payloadSchema,
  not: { required: ["path", "payload"] },
} as const;

interface Listener {
  readonly path: AffordancePath;
  readonly extract: (payload: string) => Extracted;
}

/** Values in lines of text on a serial port. */
export const serialValue = defineDriver({
  type: "serial",
  as: "value",
  connection,
  from,
  to,
  open(settings, context) {
    const { clock } = context;
    const listeners = new Set<Listener>();
    const frames = lineFrames(settings.max_line ?? 1024, {
      line: (text) => takeLine(text, listeners, context),
      tooLong: () => takeOverlong(listeners, context),
    });
    const loss = lossReport(context);
    let openedAt: number | undefined;
    const events: BusEvents = {
      up: () => {
        openedAt = clock.monotonic();
        frames.restart(false);
        loss.up();
      },
      down: loss.down,
    };
    const take = (chunk: Uint8Array): void => {
      if (openedAt !== undefined) frames.restart(clock.monotonic() - openedAt < silenceBetweenLines);
      openedAt = undefined;
      frames.push(chunk);
    };
    const port = context.machine.openSerialPort(portSettings(settings), take, events);
    return {
      get isUp() {
        return port.isUp;
      },
      listen({ path, settings: from }) {
        const listener = { path, extract: compileExtract(from) };
        listeners.add(listener);
        const watching = loss.watch(path);
        return {
          [Symbol.dispose]: () => {
            listeners.delete(listener);
            watching[Symbol.dispose]();
          },
        };
      },
      output(to) {
        const dress = compilePayload(to);
        const end = to.payload === undefined ? "\n" : "";
        const encoder = new TextEncoder();
        return { write: (wire, signal) => port.write(encoder.encode(dress(wire) + end), signal) };
      },
      [Symbol.asyncDispose]: () => port[Symbol.asyncDispose](),
    };
  },
});

function portSettings(settings: XStatic<typeof connection>): SerialSettings {
  return {
    path: settings.path,
    baudRate: settings.baud_rate,
    dataBits: settings.data_bits ?? 8,
    stopBits: settings.stop_bits ?? 1,
    parity: settings.parity ?? "none",
  };
}

/** A line of another kind is normal on a shared port; only one that fits nobody is a fault. */
function takeLine(text: string, listeners: ReadonlySet<Listener>, { clock, emit }: ConnectionContext): void {
  const measuredAt = clock.now();
  const results = [...listeners].map(({ path, extract }) => ({ path, found: extract(text) }));
  const fitsSomebody = results.some(({ found }) => found.kind === "value");
  for (const { path, found } of results) {
    if (found.kind === "value") emit({ kind: "value", path, wire: found.wire, measuredAt });
    else if (!fitsSomebody || found.fault === "not-a-value") {
      emit({ kind: "absent", path, quality: "fault", fault: found.fault, detail: found.detail, noticedAt: measuredAt });
    }
  }
}

function takeOverlong(listeners: ReadonlySet<Listener>, { clock, emit }: ConnectionContext): void {
  const detail = "a line longer than `max_line`";
  for (const { path } of listeners) {
    emit({ kind: "absent", path, quality: "fault", fault: "too-long", detail, noticedAt: clock.now() });
  }
}
