import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { UserId } from "../core/ids.ts";
import type { SenderFacts, SenderKeys } from "../core/room-ports.ts";

/**
 * What stands in the sender's own lists now: the device that holds these keys, whether its owner signed it, and the
 * owner's master key. The device id inside an event proves nothing, so the device is found by its keys.
 */
export async function senderTrust(
  crypto: CryptoApi,
  sender: UserId,
  keys: SenderKeys | undefined,
): Promise<Pick<SenderFacts, "device" | "masterKey">> {
  const masterKey = await masterKeyOf(crypto, sender);
  if (keys === undefined) return { device: "unknown", masterKey };
  const devices = (await crypto.getUserDeviceInfo([sender])).get(sender)?.values() ?? [];
  for (const device of devices) {
    if (device.getIdentityKey() !== keys.curve25519 || device.getFingerprint() !== keys.ed25519) continue;
    const status = await crypto.getDeviceVerificationStatus(sender, device.deviceId);
    return { device: status?.signedByOwner === true ? "signed" : "unsigned", masterKey };
  }
  return { device: "unknown", masterKey };
}

/** A user's master key as served now, unpadded base64 (Matrix spec, cross-signing: `{"ed25519:<key>": "<key>"}`). */
export async function masterKeyOf(crypto: CryptoApi, user: string): Promise<string | undefined> {
  const keys = (await crypto.getUserCrossSigningKeys(user))?.master_key?.keys;
  return keys === undefined ? undefined : Object.values(keys)[0];
}
