import type { Clock } from "../core/clock.ts";

/** What a /sync answer says about keys, as matrix-js-sdk hands it to its crypto. */
export interface SyncKeys {
  readonly toDeviceEvents: readonly unknown[];
  readonly deviceLists?: { readonly changed?: readonly string[]; readonly left?: readonly string[] } | undefined;
  readonly oneTimeKeysCounts: object;
  readonly unusedFallbackKeys?: readonly string[] | undefined;
}

/** Resolves to the to-device messages that others shall see. */
export type TakeSyncKeys = (keys: SyncKeys) => Promise<readonly unknown[]>;

/** ms after which an answer is shown all the same: the crypto machine renews its fallback key by time. */
export const showAtLeastEvery = 10 * 60_000;

/**
 * Keeps from the crypto machine what tells it nothing: no message, no changed device list, the same counts of keys as shown
 * last. It would copy its whole account for each such answer, and a command that came with it would wait for that.
 */
export function skipKeylessSyncs(take: TakeSyncKeys, clock: Clock): TakeSyncKeys {
  let shown: string | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  return async (keys) => {
    const { toDeviceEvents, deviceLists, oneTimeKeysCounts, unusedFallbackKeys } = keys;
    const counts = JSON.stringify([oneTimeKeysCounts, unusedFallbackKeys]);
    const listChanges = [...(deviceLists?.changed ?? []), ...(deviceLists?.left ?? [])];
    const isSilent = toDeviceEvents.length === 0 && listChanges.length === 0 && counts === shown;
    if (isSilent && clock.monotonic() - shownAt < showAtLeastEvery) return [];
    shown = undefined;
    const received = await take(keys);
    shown = counts;
    shownAt = clock.monotonic();
    return received;
  };
}
