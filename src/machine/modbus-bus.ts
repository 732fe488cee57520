import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import type { ModbusBus, ModbusSettings } from "../core/modbus-bus.ts";
import { keepOpen } from "./keep-open.ts";
import { type ModbusSession, openModbusSession } from "./modbus-session.ts";
import { portName } from "./serial-ports.ts";

/**
 * So many questions without a byte in a row, and a connection over the network is made anew: its other end may be gone
 * without a word, which the system notices only after minutes.
 */
const mostUnheard = 3;

/** A way to stations that is opened again and again after it was lost. */
export function openModbusBus(settings: ModbusSettings, events: BusEvents, clock: Clock): ModbusBus {
  const kept = keepOpen<ModbusSession>({
    name: settings.over === "line" ? portName(settings) : `${settings.host}:${settings.port}`,
    open: (lost) => openModbusSession(settings, lost, clock),
    begin: () => {},
    events,
    clock,
  });
  let unheard = 0;
  return {
    get isUp() {
      return kept.session !== undefined;
    },
    async ask(request, within) {
      const { session } = kept;
      if (session === undefined) throw kept.failure();
      const before = session.heard();
      const answer = await session.ask(request, within);
      unheard = session.heard() === before ? unheard + 1 : 0;
      if (unheard === mostUnheard && settings.over !== "line") {
        unheard = 0;
        kept.renew();
      }
      return answer;
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}
