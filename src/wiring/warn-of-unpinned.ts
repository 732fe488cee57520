import type { Operator } from "../config/configuration.ts";
import { effectivePin } from "../control/pins.ts";
import type { Log } from "../core/log.ts";
import type { PinStore } from "../core/store-ports.ts";

/** Warns of each operator who cannot command yet, wherever a key of theirs could have come from. */
export function warnOfUnpinned(
  operators: readonly Pick<Operator, "user" | "masterKey" | "trust">[],
  store: Pick<PinStore, "pin">,
  log: Pick<Log, "warn">,
): void {
  for (const { user, masterKey, trust } of operators) {
    if (trust !== undefined || effectivePin({ user, masterKey }, store) !== undefined) continue;
    log.warn(
      `no key of ${user} is pinned, so none of their commands counts: \`roomwire operators verify ${user}\`, \`roomwire operators pair\`, or master_key in the configuration`,
      { user },
    );
  }
}
