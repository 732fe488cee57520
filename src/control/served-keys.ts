import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
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
  /** Who is called when an identity changes. */
  readonly operators: readonly UserId[];
  readonly store: Pick<ControlStore, "pin" | "sawKey" | "keysSeen" | "audit" | "post">;
  /** Where people are told. */
  readonly room: RoomId;
  readonly clock: Clock;
  /** A whole `m.room.message`. */
  readonly alert: (user: UserId, others: readonly UserId[]) => object;
  readonly onChanged: (user: UserId, served: string, pinned: string) => void;
}

/**
 * Remembers a key that is served for somebody listed. One that is not the pinned one locks its user out by being compared
 * at each command; here it is told, once per change: to the other operators, to the audit, to the log.
 */
export function takeServedKey(user: UserId, served: string, parts: ServedKeyParts): void {
  const { people, operators, store, room, clock, alert, onChanged } = parts;
  const listed = people.find((person) => person.user === user);
  if (listed === undefined || store.keysSeen(user).at(-1)?.masterKey === served) return;
  const pin = effectivePin(listed, store);
  if (pin !== undefined && pin.masterKey !== served) {
    const others = operators.filter((operator) => operator !== user);
    store.post({ class: "result", event: { room, type: "m.room.message", content: alert(user, others) } });
    store.audit({ kind: "identity", body: { user, served, pinned: pin.masterKey } });
    onChanged(user, served, pin.masterKey);
  }
  // Last: after a crash before it the change is told twice, never not at all.
  store.sawKey(user, served, clock.now());
}
