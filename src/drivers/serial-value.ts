import type { BusEvents } from "../core/bus-events.ts";
import { hexBytes } from "../core/hex-bytes.ts";
import { parseJson } from "../core/json-text.ts";
import type { SerialPort, SerialSettings } from "../core/serial-port.ts";
import { type ConnectionContext, defineDriver, type OpenConnection } from "./define-driver.ts";
import { extractFrame } from "./extract-frame.ts";
import { frameListeners } from "./frame-listeners.ts";
import { chooseShape } from "./frames/choose-shape.ts";
import { longestOf } from "./frames/frame-objections.ts";
import { type FrameTaker, scanFrames } from "./frames/scan-frames.ts";
import { lossReport } from "./loss-report.ts";
import { milliseconds } from "./milliseconds.ts";
import { rememberLast } from "./remember-last.ts";
import { serialExchanges } from "./serial-exchanges.ts";
import { serialObjections } from "./serial-objections.ts";
import { serialOutput } from "./serial-output.ts";
import { serialPolls } from "./serial-polls.ts";
import { type SerialConnection, type SerialFrom, type SerialTo, serialSchemas } from "./serial-schemas.ts";

/**
 * ms of silence after which the first byte begins a frame. At 1200 baud a byte takes 8 ms, so a talker that is in the
 * middle of a frame when the port opens is heard well before; its half frame would be a wrong value.
 */
const silenceBetweenFrames = 100;

const timeoutByDefault = 1000;
const pollByDefault = 30_000;

/** Values in frames on a serial line: heard, or asked for. */
export const serialValue = defineDriver({
  type: "serial",
  as: "value",
  ...serialSchemas,
  objections: serialObjections,
  open: openLine,
});

function openLine(settings: SerialConnection, context: ConnectionContext): OpenConnection<SerialFrom, SerialTo> {
  const { clock } = context;
  const timeout = milliseconds(settings.timeout, timeoutByDefault);
  const loss = lossReport(context);
  const listeners = frameListeners(context);
  const parse = rememberLast(parseJson);
  const exchanges = serialExchanges(() => port, clock);
  const longest = longestOf(settings);
  const shape = chooseShape({ frame: settings.frame, check: settings.check, longest });
  const frames = scanFrames(shape, longest, hearFrames({ listeners, exchanges }));
  const polls = serialPolls({
    ...context,
    exchanges,
    timeout,
    isUp: () => port.isUp,
    // What came before a question is no beginning of its answer.
    begin: () => listeners.paths.length > 0 || frames.restart(false),
    fitsOthers: listeners.fits,
  });
  const { take, opened } = hearBytes(frames, context);
  const events: BusEvents = {
    up() {
      opened();
      loss.up();
      // Whoever talks by itself is heard first; its half frame is no answer.
      polls.up(silenceBetweenFrames);
    },
    down(reason, fault) {
      loss.down(reason, fault);
      exchanges.lost(reason);
    },
  };
  const port: SerialPort = context.machine.openSerialPort(portSettings(settings), take, events);
  return {
    get isUp() {
      return port.isUp;
    },
    listen({ path, settings: from }) {
      const listening = new DisposableStack();
      const extract = extractFrame(from, parse);
      const request = requestOf(from);
      listening.use(loss.watch(path));
      if (request === undefined) listening.use(listeners.add(path, extract));
      else listening.use(polls.add({ path, request, every: milliseconds(from.poll, pollByDefault), extract }));
      return listening;
    },
    output: (to) => serialOutput(to, exchanges, timeout),
    refresh: (path) => polls.refresh(path),
    async [Symbol.asyncDispose]() {
      polls[Symbol.dispose]();
      await port[Symbol.asyncDispose]();
      exchanges[Symbol.dispose]();
    },
  };
}

type Hearers = {
  readonly listeners: ReturnType<typeof frameListeners>;
  readonly exchanges: ReturnType<typeof serialExchanges>;
};

/** A frame is the answer to what was asked, if it fits that; else it is for those who only listen. */
function hearFrames({ listeners, exchanges }: Hearers): FrameTaker {
  return {
    frame(frame) {
      const taken =
        exchanges.isQuiet && !listeners.fits(frame) ? "kept" : (exchanges.waiting?.takes(frame) ?? "foreign");
      if (taken === "answer") exchanges.answered();
      else if (taken === "foreign") listeners.take(frame);
    },
    fault(fault, detail) {
      if (exchanges.waiting?.keepsFault(fault, detail) !== true) listeners.tell("fault", fault, detail);
    },
  };
}

/** Tells the scanner of every silence: when the port opens, the rest of a frame may come first. */
function hearBytes(frames: ReturnType<typeof scanFrames>, { clock }: ConnectionContext) {
  let heardAt: number | undefined;
  let isFirst = false;
  return {
    opened(): void {
      heardAt = clock.monotonic();
      isFirst = true;
      frames.restart(false);
    },
    take(chunk: Uint8Array): void {
      const now = clock.monotonic();
      const wasSilent = heardAt === undefined || now - heardAt >= silenceBetweenFrames;
      if (isFirst) frames.restart(!wasSilent);
      else if (wasSilent) frames.silence();
      isFirst = false;
      heardAt = now;
      frames.push(chunk);
    },
  };
}

function requestOf({ request, request_hex }: SerialFrom): Uint8Array | undefined {
  if (request_hex !== undefined) return hexBytes(request_hex);
  return request === undefined ? undefined : new TextEncoder().encode(request);
}

function portSettings(settings: SerialConnection): SerialSettings {
  const { path = "", usb, direction, direction_inverted } = settings;
  return {
    port: usb === undefined ? { path } : { usb },
    baudRate: settings.baud_rate,
    dataBits: settings.data_bits ?? 8,
    stopBits: settings.stop_bits ?? 1,
    parity: settings.parity ?? "none",
    rtsToSend: direction === undefined ? undefined : direction_inverted !== true,
  };
}
