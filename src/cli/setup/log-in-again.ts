import { AgentFault } from "../../core/agent-fault.ts";
import { plainObject } from "../../core/plain-object.ts";
import { systemClock } from "../../machine/clock.ts";
import type { OpenLog } from "../../machine/open-log.ts";
import { assertStoresUnused } from "../../store/erase-stores.ts";
import { loginFile } from "../../wiring/login-file.ts";
import { trustCertificates } from "../trust-certificates.ts";
import { usableConfiguration } from "../usable-configuration.ts";
import { linkOffer } from "./ask-sign-in.ts";
import type { Dialogue } from "./dialogue.ts";
import { linkLogin } from "./link-login.ts";
import type { SetupOptions } from "./setup-options.ts";

export interface LogInAgainParts {
  readonly dialogue: Dialogue;
  readonly log: OpenLog;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * `roomwire setup --again`: a new login by a link for the device whose keys the state directory holds, after the homeserver ended the one
 * before. Resolves to the exit code; throws AgentFault where the agent runs, where nobody is there to approve it, or where the
 * homeserver took the device's keys away with the login: then only a new device helps.
 */
export async function logInAgain(
  options: Pick<SetupOptions, "config" | "qr">,
  { dialogue, log, fetch }: LogInAgainParts,
): Promise<number> {
  const { matrix, stateDirectory } = usableConfiguration(options.config, log);
  const { user, homeserver } = matrix;
  if (!dialogue.isSomebodyThere) {
    throw new AgentFault("bad-usage", "Nobody is here who could approve a login.", {
      remedy: "Start it at a terminal.",
    });
  }
  assertStoresUnused(stateDirectory);
  trustCertificates(matrix.caFile);
  const before = loginFile(stateDirectory, log).load();
  const offer = await linkOffer(homeserver, fetch);
  if (offer === undefined || before?.userId !== user) {
    const what = offer === undefined ? `${homeserver} offers no login by a link` : `no login of ${user} was kept`;
    throw new AgentFault("bad-usage", `Not logged in: ${what}.`, {
      remedy: "Give the agent a password file (matrix.password_file), or set it up anew.",
    });
  }
  const clock = systemClock("trusted");
  const isQrWanted = options.qr;
  const device = await linkLogin({
    user,
    homeserver,
    offer,
    stateDirectory,
    isQrWanted,
    isOwn: false,
    dialogue,
    clock,
    log,
    fetch,
  });
  const token = loginFile(stateDirectory, log).load()?.accessToken;
  if (!(await hasKeys(homeserver, user, device, token, fetch))) {
    throw new AgentFault("logged-out", `The homeserver has taken away the keys of device ${device}.`, {
      remedy: `Erase it with \`roomwire wipe\`, move ${options.config} away, and set the agent up anew.`,
    });
  }
  dialogue.say(`Logged in again as device ${device}. Start the agent.`);
  return 0;
}

/** Matrix spec, POST /keys/query. */
async function hasKeys(
  homeserver: string,
  user: string,
  device: string,
  token: string | undefined,
  fetch: typeof globalThis.fetch,
): Promise<boolean> {
  const answer = await fetch(`${homeserver}/_matrix/client/v3/keys/query`, {
    method: "POST",
    body: JSON.stringify({ device_keys: { [user]: [device] } }),
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  });
  const { device_keys: keys } = plainObject(answer.ok ? await answer.json() : undefined);
  return plainObject(plainObject(keys)[user])[device] !== undefined;
}
