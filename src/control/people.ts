import type { Configuration, Operator } from "../config/configuration.ts";
import type { UserId } from "../core/ids.ts";
import type { PinStore } from "../core/store-ports.ts";
import { type EffectivePin, effectivePin, type Listed } from "./pins.ts";
import { type Standing, standingOf } from "./served-keys.ts";

/** A listed person as the agent knows them now. */
export interface Person {
  readonly user: UserId;
  /** undefined for a reader. */
  readonly rights: Pick<Operator, "may" | "things" | "until"> | undefined;
  readonly pin: EffectivePin | undefined;
  /** Unpadded base64, the newest key that the homeserver served; undefined: none yet. */
  readonly served: string | undefined;
  readonly standing: Standing;
}

/** Everybody listed, operators first. */
export function listedPeople({ operators, readers }: Pick<Configuration, "operators" | "readers">): readonly Listed[] {
  const others = readers.filter((reader) => operators.every(({ user }) => user !== reader));
  return [...operators, ...others.map((user) => ({ user }))];
}

/** How everybody listed stands, by the pins and the keys that were seen. */
export function peopleNow(
  configuration: Pick<Configuration, "operators" | "readers">,
  store: Pick<PinStore, "pin" | "keysSeen">,
): readonly Person[] {
  return listedPeople(configuration).map((listed) => {
    const pin = effectivePin(listed, store);
    const served = store.keysSeen(listed.user).at(-1)?.masterKey;
    const operator = configuration.operators.find(({ user }) => user === listed.user);
    const rights = operator && { may: operator.may, things: operator.things, until: operator.until };
    return { user: listed.user, rights, pin, served, standing: standingOf(pin, served) };
  });
}
