import { plainObject } from "../core/plain-object.ts";

/** Where a homeserver that logs in by OAuth 2.0 wants to be asked (RFC 8414; Matrix spec, OAuth 2.0 API). */
export interface OAuthMetadata {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly registrationEndpoint: string;
  readonly revocationEndpoint: string;
  /** undefined: it offers no device authorization grant (RFC 8628, MSC4341). */
  readonly deviceEndpoint: string | undefined;
}

export type FoundMetadata =
  | { readonly kind: "found"; readonly metadata: OAuthMetadata }
  /** The homeserver logs in otherwise. */
  | { readonly kind: "none" }
  | { readonly kind: "unanswered"; readonly detail: string };

export const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";

const timeoutMs = 30_000;

/** GET /_matrix/client/v1/auth_metadata (Matrix 1.15, MSC2965). Endpoints in clear count only where the homeserver itself is. Never rejects. */
export async function oauthMetadata(homeserver: string, fetch: typeof globalThis.fetch): Promise<FoundMetadata> {
  try {
    const url = `${homeserver}/_matrix/client/v1/auth_metadata`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status >= 500 || answer.status === 429) return unanswered(`it answered ${answer.status}`);
    const metadata = answer.ok ? read(plainObject(await answer.json()), homeserver) : undefined;
    return metadata === undefined ? { kind: "none" } : { kind: "found", metadata };
  } catch (error) {
    return unanswered(error instanceof Error ? error.message : "it did not answer");
  }
}

function unanswered(detail: string): FoundMetadata {
  return { kind: "unanswered", detail };
}

function read(said: Readonly<Record<string, unknown>>, homeserver: string): OAuthMetadata | undefined {
  const schemes = homeserver.startsWith("https:") ? /^https:/ : /^https?:/;
  const address = (name: string): string | undefined => {
    const text = said[name];
    return typeof text === "string" && schemes.test(text) && URL.canParse(text) ? text : undefined;
  };
  const { issuer, grant_types_supported: grants } = said;
  const [tokenEndpoint, registrationEndpoint, revocationEndpoint] = [
    address("token_endpoint"),
    address("registration_endpoint"),
    address("revocation_endpoint"),
  ];
  if (typeof issuer !== "string" || tokenEndpoint === undefined) return undefined;
  if (registrationEndpoint === undefined || revocationEndpoint === undefined) return undefined;
  const isOffered = Array.isArray(grants) && grants.includes(deviceGrantType);
  const deviceEndpoint = isOffered ? address("device_authorization_endpoint") : undefined;
  return { issuer, tokenEndpoint, registrationEndpoint, revocationEndpoint, deviceEndpoint };
}
