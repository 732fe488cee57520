/** What a grant gives: the access token for the homeserver, and the one that the next is had for. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** ms for which the access token is good; undefined: it was not said. */
  readonly expiresInMs: number | undefined;
}

/** Reads a token answer (RFC 6749, 5.1); undefined where it holds none. One that names no refresh token leaves `before` in use (RFC 6749, 6). */
export function oauthTokens(body: Readonly<Record<string, unknown>>, before?: string): OAuthTokens | undefined {
  const { access_token: accessToken, refresh_token: refreshed, expires_in: seconds } = body;
  const refreshToken = typeof refreshed === "string" ? refreshed : before;
  if (typeof accessToken !== "string" || accessToken === "" || refreshToken === undefined) return undefined;
  const expiresInMs = typeof seconds === "number" && seconds > 0 ? seconds * 1000 : undefined;
  return { accessToken, refreshToken, expiresInMs };
}
