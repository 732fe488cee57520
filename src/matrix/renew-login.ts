import type { Credentials, Renewal } from "./credentials.ts";
import { oauthMetadata } from "./oauth-metadata.ts";
import { oauthRequest } from "./oauth-request.ts";
import { oauthTokens } from "./oauth-tokens.ts";

/** A login that can be renewed. */
export type RenewableLogin = Credentials & { readonly renewal: Renewal };

export type RenewedLogin =
  /** The server goes on taking what was used until the new one is used: so it is kept first. */
  | { readonly kind: "renewed"; readonly login: RenewableLogin; readonly expiresInMs: number | undefined }
  /** For good (Matrix spec, refresh token grant). */
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "unanswered"; readonly detail: string };

/** The next access token of a login, and the refresh token that comes after the one that was used (RFC 6749, 6). Never rejects. */
export async function renewLogin(
  login: RenewableLogin,
  homeserver: string,
  fetch: typeof globalThis.fetch,
): Promise<RenewedLogin> {
  const { renewal } = login;
  const found = await oauthMetadata(homeserver, fetch);
  if (found.kind === "unanswered") return found;
  if (found.kind === "none" || found.metadata.issuer !== renewal.issuer) {
    return { kind: "unanswered", detail: `the homeserver names ${renewal.issuer} no more, where the login is from` };
  }
  const { clientId, refreshToken } = renewal;
  const form = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
  const answer = await oauthRequest(found.metadata.tokenEndpoint, new URLSearchParams(form), fetch);
  if (answer.kind !== "granted") return answer;
  const tokens = oauthTokens(answer.body, refreshToken);
  if (tokens === undefined) return { kind: "unanswered", detail: "its answer holds no token" };
  const next = {
    ...login,
    accessToken: tokens.accessToken,
    renewal: { ...renewal, refreshToken: tokens.refreshToken },
  };
  return { kind: "renewed", login: next, expiresInMs: tokens.expiresInMs };
}
