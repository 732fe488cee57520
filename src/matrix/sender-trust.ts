import type { UserDevices, UserId } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { SenderFacts, SenderKeys } from "../core/room-ports.ts";
import type { KeyLists } from "./reach-crypto.ts";

/** What a user's own lists said at one moment. */
export interface SenderLists {
  /** The owner's master key, unpadded base64. */
  readonly masterKey: string | undefined;
  readonly devices: readonly (SenderKeys & { readonly isSigned: boolean })[];
}

/** Seconds for a query of the sender's keys that is under way already. */
const queryTimeout = 1;

/** Reads a user's lists, all at once since commands wait for it. A list that nobody keeps up to date counts as empty. */
export async function senderLists(lists: KeyLists, user: UserId): Promise<SenderLists> {
  const [identity, tracked, found] = await Promise.all([
    lists.getIdentity(user),
    lists.trackedUsers(),
    lists.getUserDevices(user, queryTimeout),
  ]);
  using _identity = identity;
  using devices = found;
  const name = user.toString();
  const isTracked = tracked.values().some((candidate) => candidate.toString() === name);
  return {
    masterKey: identity === undefined ? undefined : masterKeyIn(JSON.parse(identity.masterKey)),
    devices: isTracked ? plainDevices(devices) : [],
  };
}

/**
 * Whether the device that holds these keys stands in its owner's list, signed by them. The device id inside an event proves
 * nothing, so the device is found by its keys; of two with the same keys the unsigned one counts.
 */
export function senderTrust(
  { masterKey, devices }: SenderLists,
  keys: SenderKeys | undefined,
): Pick<SenderFacts, "device" | "masterKey"> {
  const same = devices.filter(({ curve25519, ed25519 }) => curve25519 === keys?.curve25519 && ed25519 === keys.ed25519);
  if (same.length === 0) return { device: "unknown", masterKey };
  return { device: same.every(({ isSigned }) => isSigned) ? "signed" : "unsigned", masterKey };
}

function plainDevices(devices: UserDevices): SenderLists["devices"] {
  return devices.devices().flatMap((found) => {
    using device = found;
    const [curve25519, ed25519] = [device.curve25519Key?.toBase64(), device.ed25519Key?.toBase64()];
    if (curve25519 === undefined || ed25519 === undefined) return [];
    return [{ curve25519, ed25519, isSigned: device.isCrossSignedByOwner() }];
  });
}

/** A user's master key as served now, unpadded base64. */
export async function masterKeyOf(crypto: CryptoApi, user: string): Promise<string | undefined> {
  return masterKeyIn((await crypto.getUserCrossSigningKeys(user))?.master_key);
}

/** Matrix spec, cross-signing: `{"keys": {"ed25519:<key>": "<key>"}}`. */
export function masterKeyIn(key: { readonly keys?: Readonly<Record<string, string>> } | undefined): string | undefined {
  return key?.keys === undefined ? undefined : Object.values(key.keys)[0];
}
