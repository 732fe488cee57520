import type { MatrixClient } from "matrix-js-sdk";
import { asUserId, type RoomId, type UserId } from "../core/ids.ts";
import type { Library } from "./load-library.ts";
import type { CryptoReach } from "./reach-crypto.ts";
import { masterKeyIn } from "./sender-trust.ts";

/** Whether somebody may read what is sent; `masterKey`: unpadded base64 as served now, undefined when none is known. */
export type MayHear = (user: UserId, masterKey: string | undefined) => boolean;

export interface CheckAudienceParts {
  readonly client: MatrixClient;
  readonly library: Library;
  readonly reach: CryptoReach;
  readonly mayHear: MayHear;
}

/** Who would be given the keys of what is sent to that room now, and may not have them: joined, and invited where these get them too. */
export async function unwantedIn(
  room: RoomId,
  { client, library, reach, mayHear }: CheckAudienceParts,
): Promise<readonly UserId[]> {
  const members = (await client.getRoom(room)?.getEncryptionTargetMembers()) ?? [];
  const unwanted: UserId[] = [];
  for (const { userId } of members) {
    if (userId === client.getSafeUserId()) continue;
    const user = asUserId(userId);
    using identity = await reach.lists.getIdentity(new library.wasm.UserId(userId));
    const masterKey = identity === undefined ? undefined : masterKeyIn(JSON.parse(identity.masterKey));
    if (!mayHear(user, masterKey)) unwanted.push(user);
  }
  return unwanted;
}
