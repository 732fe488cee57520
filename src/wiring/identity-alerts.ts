import type { Configuration } from "../config/configuration.ts";
import { peopleNow } from "../control/people.ts";
import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { AlertWatch } from "./alerts.ts";

export interface IdentityAlertParts {
  readonly configuration: Configuration;
  readonly store: Pick<ControlStore, "pin" | "keysSeen">;
  readonly alerts: Pick<AlertWatch, "clear"> & { readonly board: Pick<AlertWatch["board"], "standing"> };
  readonly clock: Clock;
}

const kind = "identity ";
const lookEveryMs = 30_000;

/** Names the alert about a key that is served in place of the pinned one. */
export function identityKey(user: UserId, served: string): string {
  return `${kind}${user} ${served}`;
}

/** Ends alerts about identities that are well again: the new key was pinned, the old one is back, or they are listed no more. */
export function endIdentityAlerts({ configuration, store, alerts, clock }: IdentityAlertParts): Disposable {
  let timer: Disposable;
  const look = (): void => {
    timer = clock.after(lookEveryMs, look);
    const keys = alerts.board.standing.map(({ key }) => key).filter((key) => key.startsWith(kind));
    if (keys.length === 0) return;
    const changed = peopleNow(configuration, store).filter(({ standing }) => standing === "identity-changed");
    const wrong = changed.map(({ user, served = "" }) => identityKey(user, served));
    for (const key of keys) if (!wrong.includes(key)) alerts.clear(key);
  };
  timer = clock.after(0, look);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
