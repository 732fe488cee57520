import type { OtherUserIdentity, OwnUserIdentity } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { MatrixClient } from "matrix-js-sdk";
import type { Clock } from "../core/clock.ts";
import { asUserId, type UserId } from "../core/ids.ts";
import type { Library } from "./load-library.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import { masterKeyIn } from "./sender-trust.ts";
import { reasonOf } from "./wait-for-homeserver.ts";

export interface WatchIdentitiesParts {
  readonly client: MatrixClient;
  readonly library: Library;
  readonly reach: CryptoReach;
  /** Looked at when the watch begins: whatever changed before. */
  readonly users: readonly UserId[];
  /** The master key served for a user, unpadded base64, the own one too. Returns when the user is locked out, if they are to be. */
  readonly onKey: (user: UserId, masterKey: string) => void;
  readonly log: (line: string) => void;
  readonly clock: Clock;
}

/** ms after which a look that failed is taken again. */
const againMs = 60_000;

/**
 * Tells master keys as the lists bring them, of everybody whose keys are followed. Afterwards a change of somebody who was
 * verified is made good with the crypto library, which else would send to nobody in the room: who is locked out was decided by then.
 */
export function watchIdentities(parts: WatchIdentitiesParts): Disposable {
  const { client, library, users, log, clock } = parts;
  let isOver = false;
  let last: Promise<void> = Promise.resolve();
  const look = (user: UserId): void => {
    if (isOver) return;
    last = last
      .then(() => lookAt(user, parts))
      .catch((error) => {
        log(`the identity of ${user} cannot be looked at: ${reasonOf(error)}`);
        clock.after(againMs, () => look(user));
      });
  };
  const changed = (user: string): void => look(asUserId(user));
  client.on(library.cryptoApi.CryptoEvent.UserTrustStatusChanged, changed);
  for (const user of new Set(users)) look(user);
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      client.off(library.cryptoApi.CryptoEvent.UserTrustStatusChanged, changed);
    },
  };
}

async function lookAt(user: UserId, { library, reach, onKey }: WatchIdentitiesParts): Promise<void> {
  const { wasm } = library;
  using identity: OtherUserIdentity | OwnUserIdentity | undefined = await reach.lists.getIdentity(
    new wasm.UserId(user),
  );
  const masterKey = identity === undefined ? undefined : masterKeyIn(JSON.parse(identity.masterKey));
  if (identity === undefined || masterKey === undefined) return;
  onKey(user, masterKey);
  if (!(identity instanceof wasm.OtherUserIdentity)) return;
  if (identity.hasVerificationViolation()) await identity.withdrawVerification();
  if (identity.identityNeedsUserApproval()) await identity.pinCurrentMasterKey();
}
