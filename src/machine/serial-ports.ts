import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import type { SerialPort, SerialSettings } from "../core/serial-port.ts";
import { findUsbPort } from "./find-usb-port.ts";
import { keepOpen } from "./keep-open.ts";
import { openSerialSession, type SerialEvents, type SerialSession } from "./serial-session.ts";

/** A port that is opened again and again after it was unplugged. */
export function openSerialPort(
  settings: SerialSettings,
  take: (chunk: Uint8Array) => void,
  events: BusEvents,
  clock: Clock,
): SerialPort {
  let isDisposed = false;
  const kept = keepOpen<SerialSession>({
    name: portName(settings),
    open: (lost) => findAndOpen(settings, { chunk: (bytes) => isDisposed || take(bytes), lost }),
    begin: (session) => session.listen(),
    events,
    clock,
  });
  return {
    get isUp() {
      return kept.session !== undefined;
    },
    write(bytes, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      return kept.session?.write(bytes, signal) ?? Promise.reject(kept.failure());
    },
    [Symbol.asyncDispose]() {
      isDisposed = true;
      return kept[Symbol.asyncDispose]();
    },
  };
}

/** Looked up anew each time: an adapter that comes back may have another path. */
export async function findAndOpen(settings: SerialSettings, events: SerialEvents): Promise<SerialSession | string> {
  const { port } = settings;
  const found = "path" in port ? port : await findUsbPort(port.usb);
  if ("problem" in found) return `${found.problem}; ${found.remedy}`;
  return await openSerialSession(found.path, settings, events);
}

/** The port, as the configuration names it. */
export function portName({ port }: SerialSettings): string {
  return "path" in port ? port.path : `the USB port ${port.usb}`;
}
