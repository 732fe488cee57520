import { join } from "node:path";
import { isUserId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";
import type { CredentialStore, Credentials, Renewal } from "../matrix/credentials.ts";
import { secretFile } from "../store/secret-file.ts";

export interface LoginFileParts {
  /** Tokens, by what they are: each takes the place of the one before. */
  readonly hide: (secret: string, name?: string) => void;
  /** Makes room on a full disk, once; false: there was none to be made. */
  readonly giveUpRoom?: () => boolean;
}

/** The login of one device: `login.json` in the state directory, kept where only its user can read it. */
export function loginFile(directory: string, { hide, giveUpRoom }: LoginFileParts): CredentialStore {
  const file = secretFile(join(directory, "login.json"));
  const hidden = (login: Credentials): Credentials => {
    if (login.accessToken !== undefined) hide(login.accessToken, "access token");
    if (login.renewal !== undefined) hide(login.renewal.refreshToken, "refresh token");
    return login;
  };
  return {
    load: () => {
      const kept = file.read();
      const login = kept === undefined ? undefined : credentialsOf(plainObject(JSON.parse(kept)));
      return login === undefined ? undefined : hidden(login);
    },
    save: (credentials) => {
      const text = JSON.stringify(hidden(credentials));
      try {
        file.write(text);
      } catch (error) {
        if (giveUpRoom?.() !== true) throw error;
        file.write(text);
      }
    },
  };
}

function credentialsOf(kept: Readonly<Record<string, unknown>>): Credentials | undefined {
  const { userId, deviceId, accessToken, renewal } = kept;
  if (typeof userId !== "string" || !isUserId(userId) || typeof deviceId !== "string") return undefined;
  return {
    userId,
    deviceId,
    accessToken: typeof accessToken === "string" ? accessToken : undefined,
    renewal: renewalOf(plainObject(renewal)),
  };
}

function renewalOf({ issuer, clientId, refreshToken }: Readonly<Record<string, unknown>>): Renewal | undefined {
  if (typeof issuer !== "string" || typeof clientId !== "string" || typeof refreshToken !== "string") return undefined;
  return { issuer, clientId, refreshToken };
}
