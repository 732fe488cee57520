import type { FaultCode } from "../core/fault-codes.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ConnectionContext } from "./define-driver.ts";

/** Says of a property on a line why there is no value. */
export function gpioAbsent(path: AffordancePath, { clock, emit }: ConnectionContext) {
  return {
    /** `then`: what becomes of them. */
    edgesLost(count: number, then: string): void {
      const detail = `${count} edges were dropped; ${then}`;
      emit({ kind: "absent", path, quality: "fault", fault: "edges-lost", detail, noticedAt: clock.now() });
    },
    lineDown(detail: string, fault: FaultCode): void {
      emit({ kind: "absent", path, quality: "unavailable", fault, detail, noticedAt: clock.now() });
    },
  };
}
