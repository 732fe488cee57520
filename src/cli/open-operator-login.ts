import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { FatalCode } from "../core/fatal-codes.ts";
import { isUserId, type UserId } from "../core/ids.ts";
import { systemChance } from "../machine/chance.ts";
import { systemClock } from "../machine/clock.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { OperatorEvent } from "../wiring/operator/operator-event.ts";
import type { OperatorSide } from "../wiring/operator/operator-side.ts";
import { openOperator } from "../wiring/operator.ts";
import type { OperatorOptions } from "./operator-options.ts";

export interface OperatorLoginParts {
  readonly log: OpenLog;
  readonly onEvent: (event: OperatorEvent) => void;
  readonly onFatal: (fault: AgentFault) => void;
}

/** The operator's side as the flags of `watch` and `send` name it. Throws AgentFault. */
export async function openOperatorLogin(options: OperatorOptions, parts: OperatorLoginParts): Promise<OperatorSide> {
  const { log } = parts;
  const user = userId("--user", options.user);
  const secret = (file: string | undefined): string | undefined => {
    const text = file === undefined ? undefined : readWhole(file);
    if (text !== undefined) log.hide(text);
    return text;
  };
  const directory = options.stateDirectory ?? defaultDirectory(user);
  const homeserver = options.homeserver.replace(/\/+$/, "");
  if (options.passwordFile === undefined && !options.json) {
    await (await import("./operator-link.ts")).operatorLink({
      ...{ user, homeserver, directory, log },
      isQrWanted: options.qr,
    });
  }
  const opening = openOperator(
    {
      directory,
      homeserver,
      user,
      agents: options.agent === undefined ? [] : [userId("--agent", options.agent)],
      deviceName: "Roomwire operator",
    },
    {
      ...parts,
      clock: systemClock("trusted"),
      chance: systemChance,
      readPassword: () => secret(options.passwordFile),
      recoveryKey: secret(options.recoveryKeyFile),
    },
  );
  return await opening.catch(withFlags);
}

const remedies: Partial<Record<FatalCode, string>> = {
  "no-credentials":
    "Give --password-file for the first login, or start it at a terminal where the homeserver logs in by a link.",
  "wrong-password": "Check --user and --password-file.",
  "login-ended": "Log in anew: an empty --state-directory, at a terminal.",
  "logged-out": "Log in anew: --password-file and an empty --state-directory.",
};

/** The same fault with a remedy that names flags, since there is no configuration here. */
function withFlags(error: unknown): never {
  const remedy = error instanceof AgentFault ? remedies[error.code] : undefined;
  if (!(error instanceof AgentFault) || remedy === undefined) throw error;
  throw new AgentFault(error.code, error.message, { cause: error.cause, remedy });
}

/** A directory of its own for each user (XDG Base Directory Specification, state home). */
function defaultDirectory(user: UserId): string {
  const home = process.env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return join(home, "roomwire", user.replace(/^@/, "").replace(/[^\w.:=-]/g, "_"));
}

function userId(flag: string, text: string): UserId {
  if (isUserId(text)) return text;
  throw new AgentFault("bad-usage", `${flag} ${text} is no user id.`, { remedy: "It looks like @ana:example.org." });
}

function readWhole(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new AgentFault("bad-usage", `${file} cannot be read.`, {
      cause,
      remedy: "Check the path and who may read it.",
    });
  }
}
