import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Dialogue } from "./dialogue.ts";
import { ownCommand } from "./own-command.ts";

/** The service manager of this machine, as far as setup needs it. */
export interface ServiceManager {
  /** The unit is installed, and this user may start it. */
  readonly canStart: boolean;
  /** Starts it now and at every start of the machine. undefined: it did; else what it said. */
  start(): string | undefined;
}

export interface OfferUnitParts {
  /** The configuration that was written, and where the unit looks for it. */
  readonly config: string;
  readonly isWanted: boolean;
  readonly manager: ServiceManager;
  readonly dialogue: Dialogue;
  readonly env: NodeJS.ProcessEnv;
}

const unitConfig = "/etc/roomwire/roomwire.yaml";

/** Offers to start the systemd unit; else says how the agent is started. Throws AgentFault where it was wanted and cannot be. */
export async function offerUnit({ config, isWanted, manager, dialogue, env }: OfferUnitParts): Promise<void> {
  const isPossible = manager.canStart && config === unitConfig;
  if (isWanted && !isPossible) {
    throw new AgentFault("bad-usage", "The service cannot be started from here.", {
      remedy: `Install it as systemd/README.md says, with the configuration at ${unitConfig}, and be root.`,
    });
  }
  const text = "Start the agent as a service, now and with the machine?";
  const isAsked = isPossible && !isWanted && dialogue.isSomebodyThere;
  if (isWanted || (isAsked && (await dialogue.askYesOrNo(text, "--service")))) {
    const failure = manager.start();
    if (failure !== undefined) throw new AgentFault("bad-usage", `The service did not start: ${failure}`);
    dialogue.say("The service runs. Its log: journalctl -fu roomwire");
    return;
  }
  dialogue.say(`Start the agent with:  ${ownCommand(`run --config ${config}`, env)}`);
  if (!manager.canStart) dialogue.say("As a service that starts with the machine: systemd/README.md");
}

/** systemd, by its own command. */
export function systemdManager(): ServiceManager {
  const isInstalled = ["/usr/lib/systemd/system", "/etc/systemd/system"].some((directory) =>
    existsSync(`${directory}/roomwire.service`),
  );
  return {
    canStart: isInstalled && existsSync("/run/systemd/system") && process.getuid?.() === 0,
    start: () => {
      const { status, stderr, error } = spawnSync("systemctl", ["enable", "--now", "roomwire"], { encoding: "utf8" });
      return status === 0 ? undefined : (error?.message ?? stderr.trim());
    },
  };
}
