import { AgentFault } from "../core/agent-fault.ts";
import type { UserId } from "../core/ids.ts";
import { systemClock } from "../machine/clock.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { loginFile } from "../wiring/login-file.ts";
import { linkOffer } from "./setup/ask-sign-in.ts";
import { openDialogue } from "./setup/dialogue.ts";
import { linkLogin } from "./setup/link-login.ts";

export interface OperatorLinkParts {
  readonly user: UserId;
  readonly homeserver: string;
  /** Where the login is kept. */
  readonly directory: string;
  readonly isQrWanted: boolean;
  readonly log: OpenLog;
}

/**
 * The first login of `watch` and `send` without a password: by a link, where the homeserver offers that and somebody sits at a terminal. Does
 * nothing where there is a login already, or none is to be had so. Throws AgentFault.
 */
export async function operatorLink(parts: OperatorLinkParts): Promise<void> {
  const { user, homeserver, directory, isQrWanted, log } = parts;
  const { stdin: input, stdout: output } = process;
  const dialogue = openDialogue({ input, output, isMute: false, brokenOff });
  if (!dialogue.isSomebodyThere || loginFile(directory, log).load()?.accessToken !== undefined) return;
  const { fetch } = globalThis;
  const offer = await linkOffer(homeserver, fetch);
  if (offer === undefined) return;
  const clock = systemClock("trusted");
  const stateDirectory = directory;
  await linkLogin({
    ...{ user, homeserver, offer, stateDirectory, isQrWanted, dialogue, clock, log, fetch },
    isOwn: true,
  });
}

function brokenOff(): AgentFault {
  return new AgentFault("bad-usage", "The login was broken off.", { remedy: "Start again." });
}
