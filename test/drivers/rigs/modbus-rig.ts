import type { DriverRig } from "../../contract/driver-rig.ts";
import { until } from "../../fakes/until.ts";
import { modbusOverTcp, modbusStations } from "./modbus-stations.ts";

/** ms in which what was sent over the loopback has long arrived. */
const settled = 40;

/** IEEE 754, in two registers. */
function floatRegisters(number: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, number);
  return [view.getUint16(0), view.getUint16(2)];
}

/** A station of modbus-serial's own server behind TCP. */
export async function modbusRig(): Promise<DriverRig> {
  const stations = modbusStations();
  const bus = await modbusOverTcp(stations);
  stations.set(1, "input", 0, floatRegisters(0));
  return {
    // Far longer than an answer takes, though the test's clock runs some thirty times as fast as the network.
    connection: { ...bus.connection, timeout: "1m" },
    from: { table: "input", register: 0, form: "f32", poll: "500ms" },
    to: { register: 5 },
    tooMuch: "1",
    words: {
      said: ["21.50", "7", "8", "1", "2"],
      heard: (text) => String(Number(text)),
      written: [
        [{ coefficient: 2150n, scale: 2 }, undefined],
        [{ coefficient: 2100n, scale: 2 }, "21"],
        [true, "1"],
        ["7", "7"],
      ],
      late: "1",
      fresh: "2",
    },
    say: (text) => stations.set(1, "input", 0, floatRegisters(Number(text))),
    sayGarbage: () => stations.set(1, "input", 0, floatRegisters(Number.NaN)),
    lose: bus.lose,
    restore: bus.restore,
    async stall() {
      await until("the last answer was heard", () => stations.quietFor() > settled);
      stations.silent.add(1);
    },
    received: () => stations.story.flatMap((line) => /^1 holding 5=(.*)$/.exec(line)?.[1] ?? []),
    [Symbol.asyncDispose]: bus[Symbol.asyncDispose],
  };
}
