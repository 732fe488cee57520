import type { Clock } from "../core/clock.ts";
import { deviceGrantType, type OAuthMetadata } from "./oauth-metadata.ts";
import { oauthRequest } from "./oauth-request.ts";
import { type OAuthTokens, oauthTokens } from "./oauth-tokens.ts";

/** What a person needs to approve the login in a browser anywhere. */
export interface DeviceLink {
  readonly address: string;
  /** The same with the code in it; undefined: the code is typed there. */
  readonly addressWithCode: string | undefined;
  readonly code: string;
  /** ms for which it can be approved. */
  readonly expiresInMs: number;
}

export type DeviceGrant =
  | { readonly kind: "granted"; readonly clientId: string; readonly tokens: OAuthTokens }
  /** The person said no. */
  | { readonly kind: "denied" }
  /** Nobody approved it in time. */
  | { readonly kind: "expired" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "unanswered"; readonly detail: string };

export interface DeviceGrantParts {
  readonly metadata: OAuthMetadata & { readonly deviceEndpoint: string };
  /** The Matrix device that the login is for. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly onLink: (link: DeviceLink) => void;
}

/** What the client is known by, over https (MSC2966): the name that our events bear, turned round. */
const clientUri = "https://roomwire.dev/";
/** s between two questions where the server names none, and what each `slow_down` adds (RFC 8628, 3.2 and 3.5). */
const defaultInterval = 5;
/** s; a server that names longer ones is not believed. */
const longestInterval = 300;

/**
 * A login that a person approves elsewhere: OAuth 2.0 device authorization grant (RFC 8628, MSC4341), after registering as a client
 * (MSC2966). Asks at the server's own pace until it is approved, denied, or too late. Never rejects.
 */
export async function deviceGrant(parts: DeviceGrantParts): Promise<DeviceGrant> {
  const { metadata, deviceId, fetch } = parts;
  const registered = await oauthRequest(metadata.registrationEndpoint, clientMetadata, fetch);
  if (registered.kind !== "granted") return registered;
  const { client_id: clientId } = registered.body;
  if (typeof clientId !== "string") return strange("registration");
  const scope = `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`;
  const begun = await oauthRequest(metadata.deviceEndpoint, new URLSearchParams({ client_id: clientId, scope }), fetch);
  if (begun.kind !== "granted") return begun;
  const link = linkOf(begun.body);
  const { device_code: deviceCode, interval } = begun.body;
  if (link === undefined || typeof deviceCode !== "string") return strange("device authorization");
  parts.onLink(link);
  return await approval(parts, link.expiresInMs, { clientId, deviceCode, interval: secondsOf(interval) });
}

const clientMetadata = {
  client_name: "Roomwire",
  client_uri: clientUri,
  application_type: "native",
  token_endpoint_auth_method: "none",
  grant_types: [deviceGrantType, "refresh_token"],
  response_types: [],
  redirect_uris: [],
};

interface Begun {
  readonly clientId: string;
  readonly deviceCode: string;
  /** s */
  readonly interval: number;
}

async function approval(parts: DeviceGrantParts, expiresInMs: number, begun: Begun): Promise<DeviceGrant> {
  const { metadata, clock, fetch } = parts;
  const { clientId, deviceCode } = begun;
  const form = new URLSearchParams({ grant_type: deviceGrantType, device_code: deviceCode, client_id: clientId });
  const end = clock.monotonic() + expiresInMs;
  let { interval } = begun;
  for (;;) {
    const wait = Math.min(interval * 1000, end - clock.monotonic());
    await new Promise<void>((done) => clock.after(wait, done));
    if (clock.monotonic() >= end) return { kind: "expired" };
    const answer = await oauthRequest(metadata.tokenEndpoint, form, fetch);
    if (answer.kind === "granted") {
      const tokens = oauthTokens(answer.body);
      return tokens === undefined ? strange("token") : { kind: "granted", clientId, tokens };
    }
    const step = answer.kind === "refused" ? afterRefusal(answer.error, answer.detail) : "slower";
    if (typeof step !== "string") return step;
    if (step === "slower") interval = Math.min(longestInterval, interval + defaultInterval);
  }
}

/** RFC 8628, 3.5. No answer at all is a reason to ask less often, too. */
function afterRefusal(error: string, detail: string): "again" | "slower" | DeviceGrant {
  switch (error) {
    case "authorization_pending":
      return "again";
    case "slow_down":
      return "slower";
    case "access_denied":
      return { kind: "denied" };
    case "expired_token":
      return { kind: "expired" };
    default:
      return { kind: "refused", detail };
  }
}

function linkOf(body: Readonly<Record<string, unknown>>): DeviceLink | undefined {
  const { user_code: code, verification_uri: address, verification_uri_complete: whole, expires_in: seconds } = body;
  if (typeof code !== "string" || !isPrintable(code) || !isAddress(address)) return undefined;
  if (typeof seconds !== "number" || !(seconds > 0)) return undefined;
  return { address, addressWithCode: isAddress(whole) ? whole : undefined, code, expiresInMs: seconds * 1000 };
}

function isAddress(text: unknown): text is string {
  return typeof text === "string" && isPrintable(text) && /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

/** It is shown on a terminal. */
function isPrintable(text: string): boolean {
  return /^[\x21-\x7e]{1,500}$/.test(text);
}

function secondsOf(interval: unknown): number {
  const isGood = typeof interval === "number" && interval > 0 && interval <= longestInterval;
  return isGood ? interval : defaultInterval;
}

function strange(step: string): DeviceGrant {
  return { kind: "refused", detail: `its answer to the ${step} is not what RFC 8628 asks for` };
}
