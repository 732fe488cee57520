import type { Clock } from "../core/clock.ts";
import type { ModbusAnswer, ModbusRequest, ModbusSettings } from "../core/modbus-bus.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { callModbus } from "./call-modbus.ts";
import { openModbusWay } from "./open-modbus-way.ts";

/** One life of an open way to stations. */
export interface ModbusSession extends AsyncDisposable {
  /** Bytes that came, ever. */
  heard(): number;
  /** As that of the bus. */
  ask(request: ModbusRequest, within: number): Promise<ModbusAnswer>;
}

/** Opens it, or says in one sentence why it cannot. Loads modbus-serial at the first call. */
export async function openModbusSession(
  settings: ModbusSettings,
  lost: (reason: string) => void,
  clock: Clock,
): Promise<ModbusSession | string> {
  let fail: ((reason: unknown) => void) | undefined;
  let loss: string | undefined;
  const end = (reason: string): void => {
    loss ??= reason;
    fail?.(new WriteFailure("unconfirmed", reason));
  };
  const way = await openModbusWay(
    settings,
    (reason) => {
      end(reason);
      lost(reason);
    },
    clock,
  );
  if (typeof way === "string") return way;
  return {
    heard: () => way.heard(),
    async ask(request, within) {
      if (loss !== undefined) throw new WriteFailure("connection-down", loss);
      const { promise, resolve, reject } = Promise.withResolvers<ModbusAnswer>();
      fail = reject;
      using _limit = clock.after(within, () => {
        const bytes = way.giveUp();
        resolve(
          bytes === 0 ? { kind: "silence" } : { kind: "damaged", detail: `${bytes} bytes came that are no answer` },
        );
      });
      void callModbus(way.client, request).then(resolve);
      return await promise;
    },
    async [Symbol.asyncDispose]() {
      end("the connection was closed");
      await way[Symbol.asyncDispose]();
    },
  };
}
