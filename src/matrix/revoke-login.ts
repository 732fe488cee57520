import type { Renewal } from "./credentials.ts";
import type { LogOut } from "./log-out.ts";
import { oauthMetadata } from "./oauth-metadata.ts";
import { oauthRequest } from "./oauth-request.ts";

/** Ends a login by OAuth 2.0 where it is from (RFC 7009); the homeserver takes its device away. Never rejects. */
export async function revokeLogin(
  homeserver: string,
  { issuer, clientId, refreshToken }: Renewal,
  fetch: typeof globalThis.fetch,
): Promise<LogOut> {
  const found = await oauthMetadata(homeserver, fetch);
  if (found.kind !== "found" || found.metadata.issuer !== issuer) {
    return { kind: "failed", reason: found.kind === "unanswered" ? found.detail : `it names ${issuer} no more` };
  }
  const form = { token: refreshToken, token_type_hint: "refresh_token", client_id: clientId };
  const answer = await oauthRequest(found.metadata.revocationEndpoint, new URLSearchParams(form), fetch);
  return answer.kind === "granted" ? { kind: "logged-out" } : { kind: "failed", reason: answer.detail };
}
