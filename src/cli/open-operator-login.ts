import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import { isUserId, type UserId } from "../core/ids.ts";
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
  return await openOperator(
    {
      directory: options.stateDirectory ?? defaultDirectory(user),
      homeserver: options.homeserver.replace(/\/+$/, ""),
      user,
      agents: options.agent === undefined ? [] : [userId("--agent", options.agent)],
      deviceName: "Roomwire operator",
    },
    {
      ...parts,
      clock: systemClock("trusted"),
      readPassword: () => secret(options.passwordFile),
      recoveryKey: secret(options.recoveryKeyFile),
    },
  );
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
