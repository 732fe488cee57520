import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { type EffectivePin, effectivePin, isVerified, type Listed } from "./pins.ts";

/** How a listed person stands with the key that the homeserver serves for them. */
export type Standing = "verified" | "first-use" | "not-pinned" | "identity-changed";

/** `served`: unpadded base64; undefined: never seen one, which changes nothing. */
export function standingOf(pin: EffectivePin | undefined, served: string | undefined): Standing {
  if (pin === undefined) return "not-pinned";
  if (served !== undefined && served !== pin.masterKey) return "identity-changed";
  return isVerified(pin) ? "verified" : "first-use";
}

export interface ServedKeyParts {
  /** Operators and readers. */
  readonly people: readonly Listed[];
  readonly store: Pick<ControlStore, "pin" | "sawKey" | "keysSeen" | "audit">;
  readonly clock: Clock;
  /** Calls the operators and tells the log; durable when it returns. */
  readonly onChanged: (user: UserId, served: string, pinned: string) => void;
}

/**
 * Remembers a key that is served for somebody listed. One that is not the pinned one locks its user out by being compared
 * at each command; here it is told, once per change.
 */
export function takeServedKey(user: UserId, served: string, parts: ServedKeyParts): void {
  const { people, store, clock, onChanged } = parts;
  const listed = people.find((person) => person.user === user);
  if (listed === undefined || store.keysSeen(user).at(-1)?.masterKey === served) return;
  const pin = effectivePin(listed, store);
  if (pin !== undefined && pin.masterKey !== served) {
    store.audit({ kind: "identity", body: { user, served, pinned: pin.masterKey } });
    onChanged(user, served, pin.masterKey);
  }
  // Last: after a crash before it the change is told twice, never not at all.
  store.sawKey(user, served, clock.now());
}
