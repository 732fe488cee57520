import { mkdirSync } from "node:fs";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Clock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { OpenLog } from "../../machine/open-log.ts";
import { type DeviceGrant, type DeviceLink, deviceGrant } from "../../matrix/device-grant.ts";
import { newDeviceId } from "../../matrix/new-device-id.ts";
import type { OAuthMetadata } from "../../matrix/oauth-metadata.ts";
import { revokeLogin } from "../../matrix/revoke-login.ts";
import { loginFile } from "../../wiring/login-file.ts";
import type { Dialogue } from "./dialogue.ts";
import { qrLines } from "./qr-lines.ts";

/** An authorization server that offers the device authorization grant. */
export type LinkOffer = OAuthMetadata & { readonly deviceEndpoint: string };

export interface LinkLoginParts {
  readonly user: UserId;
  readonly homeserver: string;
  readonly offer: LinkOffer;
  readonly stateDirectory: string;
  readonly isQrWanted: boolean;
  /** Whose account it is: one of its own, or that of whoever sits there. */
  readonly isOwn: boolean;
  readonly dialogue: Dialogue;
  readonly clock: Clock;
  readonly log: Pick<OpenLog, "hide">;
  readonly fetch: typeof globalThis.fetch;
}

type Granted = DeviceGrant & { readonly kind: "granted" };

/**
 * A login that a person approves in a browser, made the login of the state directory; for the device that was chosen there before, if one
 * was. A link that comes to nothing is followed by another until Ctrl-C. Resolves to the device; throws AgentFault.
 */
export async function linkLogin(parts: LinkLoginParts): Promise<string> {
  const { user, homeserver, offer, stateDirectory, dialogue, log, fetch } = parts;
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const file = loginFile(stateDirectory, log);
  const deviceId = file.load()?.deviceId ?? newDeviceId();
  for (;;) {
    const granted = await grantOf(parts, deviceId);
    if (granted === undefined) continue;
    const { accessToken, refreshToken } = granted.tokens;
    for (const secret of [accessToken, refreshToken]) log.hide(secret);
    const renewal = { issuer: offer.issuer, clientId: granted.clientId, refreshToken };
    const owner = await whoIs(parts, accessToken);
    if (owner.user_id === user && owner.device_id === deviceId) {
      file.save({ userId: user, deviceId, accessToken, renewal });
      return deviceId;
    }
    await revokeLogin(homeserver, renewal, fetch);
    if (owner.user_id === user) throw refused(homeserver, `it gave device ${String(owner.device_id)}`);
    dialogue.say(`That was approved as ${String(owner.user_id)}. Log out in that browser, and in again as ${user}.`);
  }
}

/** undefined: try another link. */
async function grantOf(parts: LinkLoginParts, deviceId: string): Promise<Granted | undefined> {
  const { homeserver, offer, dialogue, clock, fetch } = parts;
  const onLink = (link: DeviceLink): void => void showLink(link, parts);
  const over = new AbortController();
  const asked = deviceGrant({ metadata: offer, deviceId, clock, fetch, onLink }).finally(() => over.abort());
  const grant = await Promise.race([asked, neverButBrokenOff(dialogue, over.signal)]);
  switch (grant.kind) {
    case "granted":
      return grant;
    case "denied":
      dialogue.say("It was denied there. Here is another one.");
      return undefined;
    case "expired":
      dialogue.say("Nobody approved it in time. Here is another one.");
      return undefined;
    case "refused":
    case "unanswered":
      throw refused(homeserver, grant.detail);
  }
}

/** Ctrl-C breaks it off; Enter does nothing. */
async function neverButBrokenOff(dialogue: Dialogue, signal: AbortSignal): Promise<never> {
  while (!signal.aborted) await dialogue.waitForEnter(signal);
  return await new Promise<never>(() => undefined);
}

async function showLink(link: DeviceLink, { user, isQrWanted, isOwn, dialogue }: LinkLoginParts): Promise<void> {
  const { address, addressWithCode, code, expiresInMs } = link;
  const shown = addressWithCode ?? address;
  const picture = isQrWanted ? await qrLines(shown, dialogue.columns).catch(() => undefined) : undefined;
  dialogue.say(
    `Open this in any browser, on a phone too, and log in there as ${user}${isOwn ? "" : ", not as yourself"}:`,
  );
  dialogue.say("");
  dialogue.say(`  ${shown}`);
  if (picture !== undefined) dialogue.draw(picture);
  dialogue.say("");
  dialogue.say(`Approve it only if it shows this code: ${code}   (${Math.floor(expiresInMs / 60_000)} minutes)`);
}

/** Matrix spec, GET /account/whoami; asked some times, for the approval would be lost with its answer. */
async function whoIs(
  { homeserver, clock, fetch }: LinkLoginParts,
  token: string,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `${homeserver}/_matrix/client/v3/account/whoami`;
  const headers = { authorization: `Bearer ${token}` };
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
    if (answer?.ok) return plainObject(await answer.json());
    if (attempt === mostAttempts) throw refused(homeserver, `it answers ${answer?.status ?? "nothing"} to the token`);
    await new Promise<void>((done) => clock.after(attempt * 1_000, done));
  }
}

const mostAttempts = 5;

function refused(homeserver: string, detail: string): AgentFault {
  return new AgentFault("homeserver-refused", `${homeserver} does not log in by a link: ${detail}.`, {
    remedy: "Try again later; else give --token-file (docs/setup.md).",
  });
}
