import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AgentFault } from "../../core/agent-fault.ts";
import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import { secretFile } from "../../store/secret-file.ts";

export interface TakeTokenParts {
  readonly user: UserId;
  readonly homeserver: string;
  readonly token: string;
  readonly stateDirectory: string;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Makes an access token the login of this state directory. Throws AgentFault where it is another account's, or its device has
 * keys already: then another client uses it, and each would break the other's encryption.
 */
export async function takeToken({ user, homeserver, token, stateDirectory, fetch }: TakeTokenParts): Promise<void> {
  const ask = async (path: string, body?: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await fetch(`${homeserver}/_matrix/client/v3${path}`, {
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.ok) return plainObject(await answer.json());
    throw refused(`The homeserver answers ${answer.status} to the token.`);
  };
  const { user_id: owner, device_id: device } = await ask("/account/whoami");
  if (owner !== user) throw refused(`The token belongs to ${String(owner)}, not to ${user}.`);
  if (typeof device !== "string") throw refused("The token belongs to no device.");
  const { device_keys: keys } = await ask("/keys/query", { device_keys: { [user]: [device] } });
  if (plainObject(plainObject(keys)[user])[device] !== undefined) {
    throw refused(`Device ${device} of the token has keys already: another client uses it.`);
  }
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const login = { userId: user, deviceId: device, accessToken: token };
  secretFile(join(stateDirectory, "login.json")).write(JSON.stringify(login));
}

function refused(what: string): AgentFault {
  return new AgentFault("no-credentials", what, {
    remedy: "Make a fresh token for the agent's account, for the agent alone.",
  });
}
