import type { UserId } from "../core/ids.ts";

/** One login. The token is undefined between choosing the device and the homeserver's answer. */
export interface Credentials {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly accessToken: string | undefined;
}

/** Where the login is kept; the caller sees to it that nobody else can read it. */
export interface CredentialStore {
  load(): Credentials | undefined;
  /** Durable when it returns. */
  save(credentials: Credentials): void;
}
