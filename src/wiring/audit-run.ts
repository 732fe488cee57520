import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { RunEnd } from "./run-end.ts";

/** Notes in the audit that a run begins, and at its end why it ended. A run without an end was cut off. */
export function auditRun(
  store: Pick<ControlStore, "audit">,
  version: string,
  { ended }: Pick<RunEnd, "ended">,
  log: Log,
): Disposable {
  let reason = "stopped";
  ended.catch((fault) => {
    reason = fault.code ?? "internal";
  });
  store.audit({ kind: "start", body: { version } });
  return {
    [Symbol.dispose]: () => {
      try {
        store.audit({ kind: "end", body: { reason } });
      } catch (error) {
        log.error("the end of the run could not be noted in the audit", { error });
      }
    },
  };
}
