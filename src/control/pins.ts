import type { Operator } from "../config/configuration.ts";
import type { Pin, PinStore, PinWay } from "../core/store-ports.ts";

/** The one key that counts as a person's, and how it came to be pinned; `configuration`: their `master_key`. */
export interface EffectivePin {
  /** Unpadded base64. */
  readonly masterKey: string;
  readonly way: PinWay | "configuration";
  /** UTC ms; undefined: of the configuration. */
  readonly pinnedAt?: number;
}

/** Whoever is listed; readers have no `master_key`. */
export type Listed = Pick<Operator, "user"> & Partial<Pick<Operator, "masterKey">>;

/** `master_key` of the configuration, else the pin in the state directory. Looked up anew at each use: a pin may have been removed. */
export function effectivePin({ user, masterKey }: Listed, store: Pick<PinStore, "pin">): EffectivePin | undefined {
  if (masterKey !== undefined) return { masterKey, way: "configuration" };
  const pin = store.pin(user);
  return pin && { masterKey: pin.masterKey, way: pin.way, pinnedAt: pin.pinnedAt };
}

/** First use is no proof: everybody who shows pins goes on calling it not verified. */
export function isVerified({ way }: EffectivePin): boolean {
  return way !== "first-use";
}

/** Writes a pin with its line in the audit. */
export function writePin(store: Pick<PinStore, "setPin">, pin: Pin): void {
  const { user, masterKey, way } = pin;
  store.setPin(pin, { kind: "pin", body: { user, master_key: masterKey, way } });
}
