import type { UserId } from "../core/ids.ts";

/** One login. The token is undefined between choosing the device and the homeserver's answer. */
export interface Credentials {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly accessToken: string | undefined;
  /** A login by OAuth 2.0, whose access token is good for some minutes only; undefined: one that lasts. */
  readonly renewal?: Renewal | undefined;
}

/** What the next access token is had for. */
export interface Renewal {
  /** Whose refresh token it is; it goes to no other. */
  readonly issuer: string;
  readonly clientId: string;
  readonly refreshToken: string;
}

/** Where the login is kept; the caller sees to it that nobody else can read it. */
export interface CredentialStore {
  load(): Credentials | undefined;
  /** Durable when it returns. */
  save(credentials: Credentials): void;
}
